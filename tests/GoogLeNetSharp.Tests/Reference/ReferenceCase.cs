using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Reference;

/// <summary>One case of reference.json: what PyTorch computed for the weights of <see cref="FormulaWeights"/>.</summary>
internal sealed record ReferenceCase
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [JsonRequired] public string Preset { get; init; } = "";
    [JsonRequired] public long[] Input { get; init; } = [];
    [JsonRequired] public ReferenceStage[] Stages { get; init; } = [];
    [JsonRequired] public long Parameters { get; init; }
    [JsonRequired] public Dictionary<string, long[]> StateDict { get; init; } = [];
    public double[][]? Logits { get; init; }
    public long[]? Argmax { get; init; }

    public static ReferenceCase Load(string preset, params long[] input) =>
        File().Cases.Single(candidate => candidate.Preset == preset && candidate.Input.SequenceEqual(input));

    public static ReferenceCase Load(string preset) => File().Cases.First(candidate => candidate.Preset == preset);

    private static ReferenceFile File() =>
        JsonSerializer.Deserialize<ReferenceFile>(
            System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "reference.json")), Json)!;

    internal sealed record ReferenceFile(ReferenceCase[] Cases);
}

/// <summary>What PyTorch computed for one stage.</summary>
internal sealed record ReferenceStage(string Name, long[] Shape, double Mean, double Std, double AbsMax, double[] First8)
{
    /// <summary>Compares shape, mean, deviation and first values, within 1e-4 of the stage's largest magnitude.</summary>
    public void ShouldMatch(Tensor actual)
    {
        actual.shape.Should().Equal(Shape, "stage {0} has PyTorch's shape", Name);
        using var values = actual.to(ScalarType.Float64);
        using var mean = values.mean();
        using var deviation = values.std(unbiased: false);
        using var first = values.flatten()[..First8.Length];
        var tolerance = 1e-4 * AbsMax;
        mean.item<double>().Should().BeApproximately(Mean, tolerance, "that is the mean of stage {0}", Name);
        deviation.item<double>().Should().BeApproximately(Std, tolerance, "that is the deviation of stage {0}", Name);
        first.data<double>().ToArray().Should()
            .Equal(First8, (x, y) => Math.Abs(x - y) <= tolerance, "those are the first values of stage {0}", Name);
    }
}
