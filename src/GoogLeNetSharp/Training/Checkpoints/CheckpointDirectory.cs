using System.Globalization;
using System.Text.RegularExpressions;

namespace GoogLeNetSharp.Training;

/// <summary>The files of a trainer in a checkpoint directory, identified by their exact names. Other files are never changed.</summary>
internal sealed partial class CheckpointDirectory : IDisposable
{
    private const string BestName = "best.safetensors";

    private readonly CheckpointOptions _options;
    private readonly CheckpointLock _lock;

    public CheckpointDirectory(CheckpointOptions options)
    {
        _options = options;
        Directory.CreateDirectory(options.Directory);
        _lock = CheckpointLock.Take(options.Directory);
        try
        {
            if (!options.Resume && NewestFirst().FirstOrDefault() is { Path: { } latest })
            {
                throw new InvalidOperationException(
                    $"The directory {options.Directory} contains checkpoints, the latest {Path.GetFileName(latest)}: "
                    + "set Resume to go on from there, or use another directory.");
            }

            DeleteLeftovers();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The file with the best accuracy.</summary>
    public string Best => Path.Combine(_options.Directory, BestName);

    /// <summary>Gets the path of a step's file and makes it writable: removes a broken link.</summary>
    public string ForStep(long step)
    {
        var path = Path.Combine(_options.Directory, string.Create(CultureInfo.InvariantCulture, $"step-{step:D10}.safetensors"));
        if (IsDangling(path)) File.Delete(path);
        return path;
    }

    /// <summary>Gets the files of steps with their numbers.</summary>
    public IEnumerable<(long Step, string Path)> NewestFirst() => Directory.EnumerateFiles(_options.Directory)
        .Select(path => (Match: StepName().Match(Path.GetFileName(path)), Path: path))
        .Where(file => file.Match.Success)
        .Select(file => (Step: long.Parse(file.Match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), file.Path))
        .OrderByDescending(file => file.Step);

    /// <summary>Deletes the oldest files up to a step, except for the number to keep. Files of later steps are damaged and were
    /// skipped.</summary>
    public void Prune(long step)
    {
        foreach (var (_, old) in NewestFirst().Where(file => file.Step <= step).Skip(_options.KeepLast).ToArray()) File.Delete(old);
    }

    /// <summary>Moves a foreign file away from the path of the best checkpoint.</summary>
    /// <returns>The new path of that file, or null if there was none.</returns>
    public string? MoveBestAside()
    {
        if (!File.Exists(Best)) return null;
        var aside = Enumerable.Range(1, int.MaxValue).Select(number => string.Create(CultureInfo.InvariantCulture, $"{Best}.{number}"))
            .First(path => !Path.Exists(path));
        File.Move(Best, aside);
        return aside;
    }

    public void Dispose() => _lock.Dispose();

    // File.Exists is true for any link
    private static bool IsDangling(string path)
    {
        try
        {
            return new FileInfo(path) is { LinkTarget: not null } link
                && link.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true };
        }
        catch (IOException)
        {
            return true;        // circular links
        }
    }

    // Temporary files of a killed trainer. A file that is still being written is locked.
    private void DeleteLeftovers()
    {
        foreach (var path in Directory.EnumerateFiles(_options.Directory)
            .Where(path => TemporaryName().IsMatch(Path.GetFileName(path))).ToArray())
        {
            try
            {
                using var unlocked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                continue;
            }

            File.Delete(path);
        }
    }

    [GeneratedRegex(@"\Astep-([0-9]{10})\.safetensors\z")]
    private static partial Regex StepName();

    [GeneratedRegex(@"\A(step-[0-9]{10}|best)\.safetensors\.[^.]+\.tmp\z")]
    private static partial Regex TemporaryName();
}
