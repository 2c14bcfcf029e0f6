using System.Globalization;
using System.Text;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights;

/// <summary>The result of loading weights, key by key. Every key of the module and of the file is in exactly one of the lists of
/// names.</summary>
/// <param name="File">The file.</param>
/// <param name="Format">The format, detected from the content.</param>
public sealed record LoadWeightsReport(string File, StateDictFormat Format)
{
    /// <summary>Keys copied into the module, in the module's order.</summary>
    public IReadOnlyList<string> Loaded { get; init; } = [];

    /// <summary><c>num_batches_tracked</c> counters missing from the file (PyTorch had none before 0.4.1) and set to 0.</summary>
    public IReadOnlyList<string> Zeroed { get; init; } = [];

    /// <summary>Keys excluded by the options (filter, classifier, auxiliary heads). Their values are unchanged.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Keys of the module missing from the file; their values are unchanged. Only without
    /// <see cref="LoadWeightsOptions.Strict"/>.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Keys of the file unknown to the module. Only without <see cref="LoadWeightsOptions.Strict"/>.</summary>
    public IReadOnlyList<string> Unexpected { get; init; } = [];

    /// <summary>Loaded keys that were adapted to a different number of input channels, and how.</summary>
    public IReadOnlyList<WeightNote> Adapted { get; init; } = [];

    /// <summary>Loaded keys that were converted from another floating type.</summary>
    public IReadOnlyList<WeightNote> Converted { get; init; } = [];

    /// <summary>Returns the report as text: one line with counts, then one line for each key that was not simply loaded.</summary>
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
