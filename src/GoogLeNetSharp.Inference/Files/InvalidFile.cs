using System.Globalization;
using System.Text;

namespace GoogLeNetSharp.Files;

/// <summary>
/// The one place where the error for a broken or hostile file is made: file, place, cause. Every text that comes out of a file goes through
/// <see cref="Quote"/> or <see cref="Printable"/> on its way into a message.
/// </summary>
/// <remarks>
/// <see cref="InvalidDataException"/> is sealed in .NET, so there is no type of ours derived from it; the message carries everything.
/// </remarks>
internal static class InvalidFile
{
    private const int LongestText = 100;

    internal static InvalidDataException At(string file, long position, FormattableString cause) =>
        new(FormattableString.Invariant($"{file}: byte {position}: {FormattableString.Invariant(cause)}"));

    internal static InvalidDataException At(string file, string place, FormattableString cause) =>
        new(FormattableString.Invariant($"{file}: {place}: {FormattableString.Invariant(cause)}"));

    /// <summary>A text from the file in quotes, made harmless as <see cref="Printable"/> does.</summary>
    internal static string Quote(string text) => $"'{Printable(text)}'";

    /// <summary>A text from the file, made harmless for a message: what does not print is escaped, and no more than a line is
    /// kept.</summary>
    internal static string Printable(string text)
    {
        var printable = new StringBuilder();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, LongestText)))
        {
            if (Prints(c)) printable.Append(c);
            else printable.Append(FormattableString.Invariant($"\\u{(int)c:x4}"));
        }

        if (text.Length > LongestText) printable.Append("...");
        return printable.ToString();
    }

    internal static string Shape(IReadOnlyList<long> shape) => $"[{string.Join(", ", shape.Select(FormatNumber))}]";

    // Controls, halves of surrogate pairs, and what reorders or breaks a line without being seen.
    private static bool Prints(char c) =>
        char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned);

    private static string FormatNumber(long number) => number.ToString(CultureInfo.InvariantCulture);
}
