using System.Text;
using GoogLeNetSharp.Weights.Formats;

namespace GoogLeNetSharp.Weights;

/// <summary>The weights of a file do not fit a module. The module has not been changed. The message lists every key that does not fit.</summary>
public sealed class WeightsMismatchException : Exception
{
    internal WeightsMismatchException(string file, string module, IReadOnlyList<WeightMismatch> mismatches) : base(Text(file, module, mismatches)) =>
        Mismatches = mismatches;

    /// <summary>Every key that does not fit, sorted by name.</summary>
    public IReadOnlyList<WeightMismatch> Mismatches { get; }

    private static string Text(string file, string module, IReadOnlyList<WeightMismatch> mismatches)
    {
        var text = new StringBuilder(FormattableString.Invariant($"{file} does not fit {module}; {mismatches.Count} keys differ, nothing was loaded:"));
        foreach (WeightMismatch mismatch in mismatches)
        {
            text.Append(FormattableString.Invariant(
                $"\n  {InvalidFile.Quote(mismatch.Name)[1..^1]}: {mismatch.Kind}, expected {mismatch.Expected}, found {mismatch.Found}"));
        }

        return text.ToString();
    }
}
