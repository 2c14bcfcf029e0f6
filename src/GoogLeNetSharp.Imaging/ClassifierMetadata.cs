using System.Globalization;
using System.Text;
using System.Text.Json;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Imaging;

/// <summary>Metadata in a network's file besides the weights: class names and preprocessing.</summary>
/// <example><code>model.SaveWeights("flowers.safetensors", ClassifierMetadata.Write(new Labels(dataset.Classes),
/// Preprocessing.ImageNet));</code></example>
public static class ClassifierMetadata
{
    internal const string LabelsKey = "googlenetsharp.labels";

    private const string PreprocessingKey = "googlenetsharp.preprocessing";
    private const string StepsName = "Steps";

    // limits for files, which bound the time and memory that a hostile file can cause; networks use images of up to about 600 x 600
    private const int LargestSize = 2048;
    private const int MostSteps = 4;

    private static readonly string StepNames = $"{nameof(Resize)}, {nameof(CenterCrop)} and {nameof(Grayscale)}";
    private static readonly string TooLarge = string.Create(CultureInfo.InvariantCulture, $"sizes go up to {LargestSize}.");

    /// <summary>Creates metadata for <c>SaveWeights</c> and <c>ExportOnnx</c>.</summary>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="transform">The preprocessing: any of <see cref="Preprocessing"/>, or up to four of the steps <see cref="Resize"/>,
    /// <see cref="CenterCrop"/> and <see cref="Grayscale"/> with sizes up to 2048.</param>
    /// <returns>Metadata by key.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The transform has an unsupported step, too many steps, or a size above the limit.</exception>
    public static IReadOnlyDictionary<string, string> Write(Labels labels, ImageTransform transform)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(transform);
        return new Dictionary<string, string>
        {
            [LabelsKey] = Json(json =>
            {
                json.WriteStartArray();
                foreach (var label in labels) json.WriteStringValue(label);
                json.WriteEndArray();
            }),
            [PreprocessingKey] = Json(json => WriteTransform(json, transform)),
        };
    }

    /// <summary>Reads the metadata of a file.</summary>
    /// <param name="metadata">Metadata by key.</param>
    /// <param name="file">Name of the file in messages.</param>
    /// <returns>The labels and the transform, or null if there are none.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidDataException">A value cannot be parsed.</exception>
    public static (Labels? Labels, ImageTransform? Transform) Read(IReadOnlyDictionary<string, string> metadata, string file)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentException.ThrowIfNullOrEmpty(file);
        return (Read(LabelsKey, ReadLabels), Read(PreprocessingKey, ReadTransform));

        T? Read<T>(string key, Func<JsonElement, T> read)
            where T : class =>
            metadata.TryGetValue(key, out var text) ? MetadataText.Read(file, key, text, read, "is not understood") : null;
    }

    private static void WriteTransform(Utf8JsonWriter json, ImageTransform transform)
    {
        json.WriteStartObject();
        json.WriteStartArray(StepsName);
        if (transform.Steps.Count > MostSteps)
            throw new ArgumentException($"transform: {TooManySteps(transform.Steps.Count)}", nameof(transform));
        foreach (var step in transform.Steps)
        {
            json.WriteStartObject();
            switch (step)
            {
                case Resize resize: json.WriteNumber(nameof(Resize), resize.Size); break;
                case CenterCrop crop: json.WriteNumber(nameof(CenterCrop), crop.Size); break;
                case Grayscale: json.WriteBoolean(nameof(Grayscale), true); break;
                default: throw NoEvaluationStep(step);
            }

            json.WriteEndObject();
            if (step is Resize { Size: > LargestSize } or CenterCrop { Size: > LargestSize })
                throw new ArgumentException($"transform: {step.GetType().Name}: {TooLarge}", nameof(transform));
        }

        json.WriteEndArray();
        var normalization = transform.Normalization;
        WriteNumbers(nameof(Normalization.Mean), normalization.Mean);
        WriteNumbers(nameof(Normalization.Std), normalization.Std);
        json.WriteNumber(nameof(Normalization.Scale), normalization.Scale);
        json.WriteString(nameof(Normalization.Order), normalization.Order.ToString());
        json.WriteEndObject();

        void WriteNumbers(string name, IReadOnlyList<float> numbers)
        {
            json.WriteStartArray(name);
            foreach (var number in numbers) json.WriteNumberValue(number);
            json.WriteEndArray();
        }
    }

    private static Labels ReadLabels(JsonElement element) => new(element.EnumerateArray().Select(label => label.GetString()!));

    private static ImageTransform ReadTransform(JsonElement element)
    {
        var order = element.GetProperty(nameof(Normalization.Order)).GetString();
        return new ImageTransform(
            ReadSteps(element.GetProperty(StepsName)),
            new Normalization(
                Numbers(nameof(Normalization.Mean)),
                Numbers(nameof(Normalization.Std)),
                element.GetProperty(nameof(Normalization.Scale)).GetSingle(),
                Enum.GetNames<ChannelOrder>().Contains(order, StringComparer.Ordinal)
                    ? Enum.Parse<ChannelOrder>(order!)
                    : throw new FormatException($"Order is one of {string.Join(", ", Enum.GetNames<ChannelOrder>())}.")));

        float[] Numbers(string name) => [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetSingle())];
    }

    private static ImageStep[] ReadSteps(JsonElement element)
    {
        if (element.GetArrayLength() is > MostSteps and var count) throw new FormatException(TooManySteps(count));
        return [.. element.EnumerateArray().Select(ReadStep)];
    }

    private static ImageStep ReadStep(JsonElement element)
    {
        var step = element.EnumerateObject().Single();
        if (step.Name == nameof(Grayscale))
            return step.Value.GetBoolean() ? new Grayscale() : throw new FormatException($"{nameof(Grayscale)} is true where it is there.");
        var size = step.Value.GetInt32();
        if (size > LargestSize) throw new FormatException(TooLarge);
        return step.Name switch
        {
            nameof(Resize) => new Resize(size),
            nameof(CenterCrop) => new CenterCrop(size),
            _ => throw new FormatException($"the steps are {StepNames}."),
        };
    }

    private static ArgumentException NoEvaluationStep(ImageStep step) => new(
        $"transform: expected steps of {StepNames}, got {step.GetType().Name}: a file says how to evaluate, not how to train.",
        "transform");

    private static string TooManySteps(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"expected up to {MostSteps} steps, got {count}.");

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
