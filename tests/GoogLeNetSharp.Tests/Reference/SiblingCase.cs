using System.Text.Json;
using System.Text.Json.Serialization;

namespace GoogLeNetSharp.Tests.Reference;

/// <summary>One case of siblings.json: what torchvision computed for the weights of <see cref="FormulaWeights"/>.</summary>
internal sealed record SiblingCase
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [JsonRequired] public string Network { get; init; } = "";
    [JsonRequired] public long[] Input { get; init; } = [];
    [JsonRequired] public long Parameters { get; init; }
    [JsonRequired] public Dictionary<string, long[]> StateDict { get; init; } = [];
    [JsonRequired] public double[][] Logits { get; init; } = [];
    [JsonRequired] public long[] Argmax { get; init; } = [];

    public static SiblingCase Load(string network) => File().Cases.Single(candidate => candidate.Network == network);

    private static SiblingFile File() =>
        JsonSerializer.Deserialize<SiblingFile>(
            System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "siblings.json")), Json)!;

    internal sealed record SiblingFile(SiblingCase[] Cases);
}
