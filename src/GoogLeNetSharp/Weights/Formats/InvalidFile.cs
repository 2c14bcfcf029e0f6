using System.Text;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>
/// The one place where the error for a broken or hostile file is made: file, place, cause.
/// </summary>
/// <remarks>
/// <see cref="InvalidDataException"/> is sealed in .NET, so there is no type of ours derived from it; the message carries everything.
/// </remarks>
internal static class InvalidFile
{
    private const int LongestQuote = 100;

    internal static InvalidDataException At(string file, long position, FormattableString cause) =>
        new(FormattableString.Invariant($"{file}: byte {position}: {FormattableString.Invariant(cause)}"));

    internal static InvalidDataException At(string file, string place, FormattableString cause) =>
        new(FormattableString.Invariant($"{file}: {place}: {FormattableString.Invariant(cause)}"));

    /// <summary>A text from the file, made harmless for a message: quoted, control characters escaped, not longer than a line.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, LongestQuote)))
        {
            if (char.IsControl(c) || char.IsSurrogate(c)) quoted.Append(FormattableString.Invariant($"\\u{(int)c:x4}"));
            else quoted.Append(c);
        }

        if (text.Length > LongestQuote) quoted.Append("...");
        return quoted.Append('\'').ToString();
    }

    internal static string Shape(IReadOnlyList<long> shape) => $"[{string.Join(", ", shape.Select(FormatNumber))}]";

    private static string FormatNumber(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
