using System.Globalization;
using System.Text;

namespace GoogLeNetSharp.Files;

/// <summary>
/// Creates all errors for broken or hostile files: file, place, cause. Every text from a file passes through <see cref="Quote"/> or
/// <see cref="Printable"/> before it is used in a message.
/// </summary>
/// <remarks>
/// <see cref="InvalidDataException"/> is sealed in .NET, so there is no derived type; the message contains all information.
/// </remarks>
internal static class InvalidFile
{
    private const int LongestText = 100;

    internal static InvalidDataException At(string file, long position, FormattableString cause) =>
        new(FormattableString.Invariant($"{file}: byte {position}: {FormattableString.Invariant(cause)}"));

    internal static InvalidDataException At(string file, string place, FormattableString cause) =>
        new(FormattableString.Invariant($"{file}: {place}: {FormattableString.Invariant(cause)}"));

    /// <summary>Returns a text from the file in quotes, sanitized by <see cref="Printable"/>.</summary>
    internal static string Quote(string text) => $"'{Printable(text)}'";

    /// <summary>Sanitizes a text from the file for a message: escapes non-printing characters and limits it to about a line.</summary>
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

    // control characters, unpaired surrogates, and invisible characters that reorder or break lines
    private static bool Prints(char c) =>
        char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned);

    private static string FormatNumber(long number) => number.ToString(CultureInfo.InvariantCulture);
}
