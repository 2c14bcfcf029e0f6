using System.Text;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights;

/// <summary>The weights of a file do not fit a module. The module has not been changed. The message lists every key that does not fit, up
/// to 2000.</summary>
public sealed class WeightsMismatchException : Exception
{
    // A file may bring a million keys; the list has them all.
    private const int MostInMessage = 2000;

    internal WeightsMismatchException(string file, string module, IReadOnlyList<WeightMismatch> mismatches, string? advice)
        : base(Text(file, module, mismatches) + (advice is null ? "" : "\n" + advice)) =>
        Mismatches = mismatches;

    /// <summary>Every key that does not fit, sorted by name.</summary>
    public IReadOnlyList<WeightMismatch> Mismatches { get; }

    private static string Text(string file, string module, IReadOnlyList<WeightMismatch> mismatches)
    {
        var text =
            new StringBuilder(FormattableString.Invariant(
                $"{file} does not fit {module}; {mismatches.Count} keys differ, nothing was loaded:"));
        foreach (WeightMismatch mismatch in mismatches.Take(MostInMessage))
        {
            text.Append(FormattableString.Invariant(
                $"\n  {InvalidFile.Printable(mismatch.Name)}: {mismatch.Kind}, expected {mismatch.Expected}, found {mismatch.Found}"));
        }

        if (mismatches.Count > MostInMessage)
        {
            text.Append(FormattableString.Invariant($"\n  and {mismatches.Count - MostInMessage} more, see {nameof(Mismatches)}"));
        }
        return text.ToString();
    }
}
