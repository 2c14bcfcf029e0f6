using System.Globalization;

namespace GoogLeNetSharp.Training;

/// <summary>The files of a checkpoint directory.</summary>
internal sealed class CheckpointDirectory
{
    private const string StepPrefix = "step-";
    private const string Extension = ".safetensors";

    private readonly CheckpointOptions _options;

    public CheckpointDirectory(CheckpointOptions options)
    {
        _options = options;
        Directory.CreateDirectory(options.Directory);
        if (NewestFirst().Any() && !options.Resume)
        {
            throw new InvalidOperationException(
                $"The directory {options.Directory} holds checkpoints, the latest {Path.GetFileName(NewestFirst().First())}: "
                + "set Resume to go on from there, or give another directory.");
        }

        // What a killed process was writing.
        foreach (var leftover in Directory.EnumerateFiles(options.Directory, $"*{Extension}.*.tmp")) File.Delete(leftover);
    }

    /// <summary>The file of the best accuracy.</summary>
    public string Best => Path.Combine(_options.Directory, $"best{Extension}");

    /// <summary>The file of a step.</summary>
    public string ForStep(long step) => Path.Combine(_options.Directory, string.Create(CultureInfo.InvariantCulture, $"{StepPrefix}{step:D10}{Extension}"));

    /// <summary>The files of steps; names sort as the steps do.</summary>
    public IEnumerable<string> NewestFirst() =>
        Directory.EnumerateFiles(_options.Directory, $"{StepPrefix}*{Extension}").OrderDescending(StringComparer.Ordinal);

    /// <summary>Deletes the oldest files, but for as many as are to be kept.</summary>
    public void Prune()
    {
        foreach (var old in NewestFirst().Skip(_options.KeepLast)) File.Delete(old);
    }
}
