using System.Text.Json;
using System.Text.Json.Serialization;

namespace GoogLeNetSharp.Tests.Reference;

/// <summary>One case of blocks.json: what PyTorch computed for the weights of <see cref="FormulaWeights"/>.</summary>
internal sealed record BlockCase
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [JsonRequired] public string Name { get; init; } = "";
    [JsonRequired] public long[] Input { get; init; } = [];
    [JsonRequired] public Dictionary<string, long[]> StateDict { get; init; } = [];
    [JsonRequired] public Dictionary<string, double[]> Running { get; init; } = [];
    [JsonRequired] public ReferenceStage Output { get; init; } = null!;

    public static BlockCase Load(string name) => JsonSerializer.Deserialize<BlockFile>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "blocks.json")), Json)!.Cases.Single(candidate =>
            candidate.Name == name);

    internal sealed record BlockFile(BlockCase[] Cases);
}
