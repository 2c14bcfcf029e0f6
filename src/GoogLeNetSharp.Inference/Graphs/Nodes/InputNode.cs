using System.Globalization;

namespace GoogLeNetSharp.Graphs;

/// <summary>The input of a graph: images, N x C x H x W, or features, N x F, if the first layer is linear.</summary>
public sealed record InputNode : GraphNode
{
    internal InputNode(int id, string name, long? channels) : base(id, name, []) => Channels = channels;

    /// <summary>The channels (or features) required by the weights, or null.</summary>
    public long? Channels { get; init; }

    /// <summary>The only supported image height, or null.</summary>
    public long? Height { get; init; }

    /// <summary>The only supported image width, or null.</summary>
    public long? Width { get; init; }

    /// <summary>Whether images are channels-last: N x H x W x C. Shapes within the graph are C x H x W nevertheless.</summary>
    public bool ChannelsLast { get; init; }

    /// <summary>Whether the input is known to be features; otherwise the nodes that read it decide.</summary>
    internal bool IsFeatures { get; init; }

    /// <summary>Whether the input may have the given shape, without batch axis.</summary>
    internal bool Takes(long[] shape) => shape is [_, var height, var width]
        ? (Height ?? height) == height && (Width ?? width) == width
        : Height is null && Width is null;

    internal override long[]? OutputShape(IReadOnlyList<long[]> inputs) =>
        throw new InvalidOperationException("The input's shape is given, not inferred.");

    private protected override string Details()
    {
        List<string> details = [];
        if (Channels is not null) details.Add($"{Channels} channels");
        if (Height is not null || Width is not null)
        {
            details.Add(
                $"{Height?.ToString(CultureInfo.InvariantCulture) ?? "H"} x {Width?.ToString(CultureInfo.InvariantCulture) ?? "W"} pixels");
        }
        if (ChannelsLast) details.Add("channels last");
        return string.Join(", ", details);
    }
}
