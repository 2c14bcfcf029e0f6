using System.Text.Json;
using System.Text.Json.Serialization;
using GoogLeNetSharp.Explaining;

namespace GoogLeNetSharp.Tests.Explaining;

/// <summary>One case of explanations.json: what PyTorch computed.</summary>
internal sealed record ExplanationCase
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [JsonRequired] public string Method { get; init; } = "";
    [JsonRequired] public float[] Maps { get; init; } = [];
    [JsonRequired] public long[] Classes { get; init; } = [];
    [JsonRequired] public float[] Probabilities { get; init; } = [];
    public long[]? Given { get; init; }
    public string Network { get; init; } = "";
    public string Layer { get; init; } = "";
    public long[] Input { get; init; } = [];
    public long[] Shape { get; init; } = [];
    public double[] Settings { get; init; } = [];
    public float[] Rise { get; init; } = [];

    /// <summary>The cases of one part of the file: cases, pixels, networks.</summary>
    public static ExplanationCase[] Load(string part)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "explanations.json")));
        return file.RootElement.GetProperty(part).Deserialize<ExplanationCase[]>(Json)!;
    }

    /// <summary>Compares classes, probabilities within 1e-4, and maps within 1e-4 (of the largest value, where that is above 1).</summary>
    public void ShouldMatch(Explanations actual)
    {
        actual.Classes.Should().Equal(Classes);
        if (Shape.Length > 0) actual.Maps.shape.Should().Equal(Shape);
        Close(actual.Maps.data<float>().ToArray(), Maps);
        Close([.. actual.Probabilities], Probabilities);
    }

    private static void Close(float[] actual, float[] expected)
    {
        actual.Should().HaveSameCount(expected);
        actual.Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-4f * Math.Max(1, expected.Max(Math.Abs)));
    }
}
