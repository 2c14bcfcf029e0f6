using System.Text.Json;
using System.Text.Json.Nodes;

namespace GoogLeNetSharp;

/// <summary>A stage of a <see cref="Vgg"/>: 3x3 convolutions of one width and an optional pool. Part of a column of the paper's table
/// 1.</summary>
/// <param name="Channels">Output channels of each convolution, 1 or more.</param>
/// <param name="Convolutions">Number of convolutions, 1 or more.</param>
/// <param name="Pool">Whether a 2x2 max pool of stride 2 follows.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
public sealed record VggStage(long Channels, int Convolutions, bool Pool = true)
{
    /// <summary>Output channels of each convolution.</summary>
    public long Channels { get; init => field = Require.Positive(value, nameof(Channels)); } = Require.Positive(Channels);

    /// <summary>Number of convolutions.</summary>
    public int Convolutions { get; init => field = (int)Require.Positive(value, nameof(Convolutions)); } =
        (int)Require.Positive(Convolutions);

    /// <summary>Writes the stage as JSON.</summary>
    internal JsonObject Write() => new() { [nameof(Channels)] = Channels, [nameof(Convolutions)] = Convolutions, [nameof(Pool)] = Pool };

    /// <summary>Parses a stage.</summary>
    internal static VggStage Read(JsonElement description) => new(
        description.GetProperty(nameof(Channels)).GetInt64(), description.GetProperty(nameof(Convolutions)).GetInt32(),
        description.GetProperty(nameof(Pool)).GetBoolean());
}
