using System.Text;
using System.Text.Json;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights;

/// <summary><see cref="GoogLeNetOptions"/> as text in a file's metadata.</summary>
internal static class OptionsMetadata
{
    internal const string Key = "googlenetsharp.options";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 1, AllowDuplicateProperties = false };

    internal static string Write(GoogLeNetOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString(nameof(options.Preset), options.Preset.ToString());
            json.WriteNumber(nameof(options.NumClasses), options.NumClasses);
            json.WriteNumber(nameof(options.InputChannels), options.InputChannels);
            json.WriteNumber(nameof(options.Dropout), options.Dropout);
            json.WriteBoolean(nameof(options.AuxiliaryHeads), options.AuxiliaryHeads);
            json.WriteNumber(nameof(options.AuxiliaryDropout), options.AuxiliaryDropout);
            json.WriteString(nameof(options.Initialization), options.Initialization.ToString());
            json.WriteNumber(nameof(options.Branch5x5Kernel), options.Branch5x5Kernel);
            json.WriteBoolean(nameof(options.TransformInput), options.TransformInput);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Settings that the text does not name keep the preset's value, so that files of an older version stay readable.</summary>
    internal static GoogLeNetOptions Read(string file, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Strict);
            GoogLeNetOptions options = GoogLeNetOptions.ForPreset(Parse<GoogLeNetPreset>(document.RootElement.GetProperty(nameof(GoogLeNetOptions.Preset))));
            foreach (JsonProperty property in document.RootElement.EnumerateObject()) options = Set(file, options, property);
            return options;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw InvalidFile.At(file, "metadata " + Key, $"{InvalidFile.Quote(text)} does not describe a GoogLeNet: {InvalidFile.Quote(e.Message)}");
        }
    }

    private static GoogLeNetOptions Set(string file, GoogLeNetOptions options, JsonProperty property) => property.Name switch
    {
        nameof(options.Preset) => options,
        nameof(options.NumClasses) => options with { NumClasses = property.Value.GetInt64() },
        nameof(options.InputChannels) => options with { InputChannels = property.Value.GetInt64() },
        nameof(options.Dropout) => options with { Dropout = property.Value.GetDouble() },
        nameof(options.AuxiliaryHeads) => options with { AuxiliaryHeads = property.Value.GetBoolean() },
        nameof(options.AuxiliaryDropout) => options with { AuxiliaryDropout = property.Value.GetDouble() },
        nameof(options.Initialization) => options with { Initialization = Parse<WeightInitialization>(property.Value) },
        nameof(options.Branch5x5Kernel) => options with { Branch5x5Kernel = property.Value.GetInt64() },
        nameof(options.TransformInput) => options with { TransformInput = property.Value.GetBoolean() },
        _ => throw InvalidFile.At(file, "metadata " + Key, $"the setting {InvalidFile.Quote(property.Name)} is unknown"),
    };

    private static T Parse<T>(JsonElement value)
        where T : struct, Enum =>
        Enum.GetNames<T>().Contains(value.GetString(), StringComparer.Ordinal)
            ? Enum.Parse<T>(value.GetString()!)
            : throw new FormatException($"{typeof(T).Name} is one of {string.Join(", ", Enum.GetNames<T>())}.");
}
