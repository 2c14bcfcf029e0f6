using System.Text;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights;

/// <summary>The exception thrown if the weights of a file do not match a module. The module is unchanged. The message lists every mismatch,
/// up to 2000.</summary>
public sealed class WeightsMismatchException : Exception
{
    // a file may contain a million keys; the list has all of them
    private const int MostInMessage = 2000;

    internal WeightsMismatchException(string file, string module, IReadOnlyList<WeightMismatch> mismatches, string? advice)
        : base(Text(file, module, mismatches) + (advice is null ? "" : "\n" + advice)) =>
        Mismatches = mismatches;

    /// <summary>All mismatches, sorted by name.</summary>
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
