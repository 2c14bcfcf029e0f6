using System.Text.Json;

namespace GoogLeNetSharp.Files;

/// <summary>Parses JSON in the metadata of a network's file.</summary>
internal static class MetadataText
{
    // more than the names of 100,000 classes; a parsed character takes up to 12 bytes
    private const int Longest = 4_000_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Parses a text and converts the result.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="key">The key in its metadata.</param>
    /// <param name="text">The text.</param>
    /// <param name="read">Converts the JSON; its exceptions for an invalid text are converted.</param>
    /// <param name="meaning">End of the message, for example "does not describe a GoogLeNet".</param>
    /// <exception cref="InvalidDataException">The text is too long, not JSON, or not valid.</exception>
    public static T Read<T>(string file, string key, string text, Func<JsonElement, T> read, string meaning)
    {
        var place = "metadata " + key;
        if (text.Length > Longest) throw InvalidFile.At(file, place, $"{text.Length} characters, the limit is {Longest}");
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException
            or ArgumentException)
        {
            throw InvalidFile.At(file, place, $"{InvalidFile.Quote(text)} {meaning}: {InvalidFile.Quote(e.Message)}");
        }
    }
}
