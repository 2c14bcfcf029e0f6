using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Onnx;

/// <summary>
/// The shapes in the file: the graph's own inference, run at the extremes of what the input may be. Outputs of convolutions and pools never
/// shrink when an image grows, so a side that is the same at the extremes is the same throughout.
/// </summary>
internal sealed class OnnxShapes
{
    // Above any side that a network with a fixed last layer could ask for.
    private const int LargestTried = 2048;
    private const long LargeSide = 1 << 16;

    private readonly Dimension _batch;
    private readonly IReadOnlyList<IReadOnlyDictionary<int, long[]>> _inferred;
    private readonly int _input;

    private OnnxShapes(InferenceGraph graph, Dimension batch, IReadOnlyList<long[]> probes)
    {
        _batch = batch;
        _input = graph.Input.Id;
        Probes = probes;
        _inferred = [.. probes.Select(probe => graph.InferShapes(probe))];
    }

    /// <summary>The input shapes, without batch, that stand for all: the extremes.</summary>
    public IReadOnlyList<long[]> Probes { get; }

    /// <summary>Whether the input is images and not features.</summary>
    public bool TakesImages => Probes[0].Length == 3;

    /// <summary>Channels, or features, of the input.</summary>
    public long Channels => Probes[0][0];

    /// <summary>The shape after a node, with batch.</summary>
    public Dimension[] this[int id] => [_batch, .. _inferred[0][id].Select((_, axis) => Merge(id, axis))];

    /// <summary>The shapes, without batch, for one of <see cref="Probes"/>.</summary>
    public IReadOnlyDictionary<int, long[]> Inferred(int probe) => _inferred[probe];

    /// <summary>The shapes of a graph for the input that the options ask for.</summary>
    /// <exception cref="ArgumentException">The options do not fit the graph.</exception>
    public static OnnxShapes Of(InferenceGraph graph, OnnxExportOptions options)
    {
        var channels = InputChannels(graph, options);
        Dimension batch = options.BatchSize is { } size ? size : Dimension.Named("batch");
        if (graph.Nodes.Any(node => node is LinearNode) && graph.Accepts([channels]))
        {
            RequireImages(options.Height is null && options.Width is null, "Height and Width", graph, channels);
            RequireImages(options.Preprocessing is null, "Preprocessing", graph, channels);
            return new OnnxShapes(graph, batch, [[channels]]);
        }

        if (options.Preprocessing is { } preprocessing && preprocessing.Mean.Count != channels)
        {
            throw new ArgumentException(
                $"options: Preprocessing must be for {channels} channels, as this {graph.Name} takes, got {preprocessing.Mean.Count}.", nameof(options));
        }

        return new OnnxShapes(graph, batch, Images(graph, options, channels));
    }

    private static long InputChannels(InferenceGraph graph, OnnxExportOptions options) => (graph.Input.Channels, options.Channels) switch
    {
        (null, null) => throw new ArgumentException(
            $"options: Channels must be given: no weight of this {graph.Name} says how many channels its input has.", nameof(options)),
        ({ } known, { } given) when known != given => throw new ArgumentException(
            $"options: Channels must be {known}, as this {graph.Name} takes, or null, got {given}.", nameof(options)),
        var (known, given) => known ?? given!.Value,
    };

    private static void RequireImages(bool holds, string setting, InferenceGraph graph, long features)
    {
        if (!holds) throw new ArgumentException($"options: {setting} must be null: this {graph.Name} takes features, N x {features}.", "options");
    }

    private static IReadOnlyList<long[]> Images(InferenceGraph graph, OnnxExportOptions options, long channels)
    {
        if (options is { Height: { } height, Width: { } width })
        {
            long[] image = [channels, height, width];
            return graph.Accepts(image) ? [image] : throw DoesNotFit(graph, image);
        }

        if (!Enumerable.Range(1, LargestTried).Any(size => Fits(size)))
        {
            throw new ArgumentException(
                $"options: Height and Width must both be given: no square image up to {LargestTried} x {LargestTried} pixels fits this {graph.Name}.", nameof(options));
        }

        var (smallest, bound) = SizeRange.Of(Fits);
        var largest = bound ?? LargeSide;
        long[][] probes = [Image(smallest, smallest), Image(smallest, largest), Image(largest, smallest)];
        return [.. probes.DistinctBy(probe => (probe[1], probe[2]))];

        long[] Image(long freeHeight, long freeWidth) => [channels, options.Height ?? freeHeight, options.Width ?? freeWidth];
        bool Fits(long size) => graph.Accepts(Image(size, size));
    }

    private static ArgumentException DoesNotFit(InferenceGraph graph, long[] image)
    {
        var shapes = new Dictionary<int, long[]>();
        var node = graph.FirstThatDoesNotFit(image, shapes)!;
        var came = string.Join(", ", node.Inputs.Select(id => ImageInput.Text(shapes[id])));
        return new ArgumentException(
            $"options: Height {image[1]} and Width {image[2]} do not fit this {graph.Name}: node {node.Name}, {node}, cannot take {came}.", "options");
    }

    private Dimension Merge(int id, int axis)
    {
        var first = _inferred[0][id][axis];
        if (_inferred.All(shapes => shapes[id][axis] == first)) return first;
        if (Follows(1)) return Dimension.Named("height");
        return Follows(2) ? Dimension.Named("width") : Dimension.Unknown;

        bool Follows(int side) => _inferred.All(shapes => shapes[id][axis] == shapes[_input][side]);
    }
}
