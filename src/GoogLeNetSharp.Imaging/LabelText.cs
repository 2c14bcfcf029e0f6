using System.Text;

namespace GoogLeNetSharp.Imaging;

/// <summary>Reads lines of text strictly: invalid bytes are errors and are not replaced.</summary>
internal static class LabelText
{
    private static readonly Encoding[] Marked =
        [new UTF8Encoding(true, true), new UnicodeEncoding(false, true, true), new UnicodeEncoding(true, true, true)];

    /// <summary>Reads the lines, trimmed, without empty lines at the end.</summary>
    public static string[] Lines(byte[] bytes, string path)
    {
        var marked = Array.Find(Marked, encoding => bytes.AsSpan().StartsWith(encoding.Preamble));
        var (encoding, content) = marked is null ? (Marked[0], bytes) : (marked, bytes[marked.Preamble.Length..]);
        string text;
        try
        {
            text = encoding.GetString(content);
        }
        catch (DecoderFallbackException exception)
        {
            var before = Encoding.GetEncoding(encoding.CodePage).GetString(content, 0, Math.Clamp(exception.Index, 0, content.Length));
            var wrong = string.Concat((exception.BytesUnknown ?? []).Select(value => FormattableString.Invariant($" {value:X2}")));
            throw Error(path, before, $"the bytes{wrong} are no {encoding.WebName.ToUpperInvariant()}");
        }

        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var zero)
            throw Error(path, text[..zero], "it holds a character of code 0, as UTF-16 or UTF-32 read as another encoding does");
        return Split(text.TrimEnd());
    }

    private static string[] Split(string text) => text.Split(["\r\n", "\n", "\r"], StringSplitOptions.TrimEntries);

    private static InvalidDataException Error(string path, string before, string cause) => new(
        $"{path}: line {Split(before).Length}: {cause}; expected UTF-8, or UTF-16 with a byte order mark. "
        + "Save the file as UTF-8, or name its encoding: new Labels(File.ReadLines(path, encoding)).");
}
