using System.Globalization;
using System.Text;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights;

/// <summary>What loading weights did, key by key. Every key of the module and of the file is in exactly one of the lists of
/// names.</summary>
/// <param name="File">The file.</param>
/// <param name="Format">The format its content showed.</param>
public sealed record LoadWeightsReport(string File, StateDictFormat Format)
{
    /// <summary>Keys that were copied into the module, in its order.</summary>
    public IReadOnlyList<string> Loaded { get; init; } = [];

    /// <summary><c>num_batches_tracked</c> counters that the file lacks (PyTorch before 0.4.1 had none): set to 0.</summary>
    public IReadOnlyList<string> Zeroed { get; init; } = [];

    /// <summary>Keys that the options left out: filter, classifier, auxiliary heads. They are as they were.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Keys of the module that the file lacks; they are as they were. Only without
    /// <see cref="LoadWeightsOptions.Strict"/>.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Keys of the file that the module lacks. Only without <see cref="LoadWeightsOptions.Strict"/>.</summary>
    public IReadOnlyList<string> Unexpected { get; init; } = [];

    /// <summary>Which of the loaded keys were adapted to other input channels, and how.</summary>
    public IReadOnlyList<WeightNote> Adapted { get; init; } = [];

    /// <summary>Which of the loaded keys were converted from another floating type.</summary>
    public IReadOnlyList<WeightNote> Converted { get; init; } = [];

    /// <summary>The report as text: one line with counts, then a line per key that is not simply loaded.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"{File} ({Format}): {Loaded.Count} loaded, {Zeroed.Count} zeroed, {LeftOut.Count} left out, {Missing.Count} missing, "
            + $"{Unexpected.Count} unexpected"));
        foreach (WeightNote note in Adapted)
        {
            text.Append(FormattableString.Invariant($"\n  adapted {InvalidFile.Printable(note.Name)}: {note.Text}"));
        }
        foreach (WeightNote note in Converted)
        {
            text.Append(FormattableString.Invariant($"\n  converted {InvalidFile.Printable(note.Name)}: {note.Text}"));
        }
        foreach (string name in Zeroed) text.Append(FormattableString.Invariant($"\n  zeroed {InvalidFile.Printable(name)}"));
        foreach (string name in LeftOut) text.Append(FormattableString.Invariant($"\n  left out {InvalidFile.Printable(name)}"));
        foreach (string name in Missing) text.Append(FormattableString.Invariant($"\n  missing {InvalidFile.Printable(name)}"));
        foreach (string name in Unexpected) text.Append(FormattableString.Invariant($"\n  unexpected {InvalidFile.Printable(name)}"));
        return text.ToString();
    }
}
