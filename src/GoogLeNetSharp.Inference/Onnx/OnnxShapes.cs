using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Onnx;

/// <summary>
/// Computes the shapes in the file with the graph's shape inference at the extreme input sizes. Outputs of convolutions and pools are
/// monotonic in the image size, so a size that is equal at both extremes is constant.
/// </summary>
internal sealed class OnnxShapes
{
    private const long LargeSide = 1 << 16;

    private readonly Dimension _batch;
    private readonly IReadOnlyList<IReadOnlyDictionary<int, long[]>> _inferred;
    private readonly int _input;

    private OnnxShapes(InferenceGraph graph, Dimension batch, long features) : this(graph, batch, [[features]])
    {
    }

    private OnnxShapes(InferenceGraph graph, Dimension batch, long channels, SizeRange heights, SizeRange widths)
        : this(graph, batch, Extremes(channels, heights, widths))
    {
        Heights = heights;
        Widths = widths;
    }

    private OnnxShapes(InferenceGraph graph, Dimension batch, IReadOnlyList<long[]> probes)
    {
        _batch = batch;
        _input = graph.Input.Id;
        Probes = probes;
        _inferred = [.. probes.Select(probe => graph.InferShapes(probe))];
    }

    /// <summary>The supported image heights, valid with each of the <see cref="Widths"/>. Unused if the input is features.</summary>
    public SizeRange Heights { get; }

    /// <summary>The supported image widths. Unused if the input is features.</summary>
    public SizeRange Widths { get; }

    /// <summary>The extreme input shapes, without batch axis.</summary>
    public IReadOnlyList<long[]> Probes { get; }

    /// <summary>Channels, or features, of the input.</summary>
    public long Channels => Probes[0][0];

    /// <summary>Gets the shape after a node, with batch axis.</summary>
    public Dimension[] this[int id] => [_batch, .. _inferred[0][id].Select((_, axis) => Merge(id, axis))];

    /// <summary>Gets the shapes for one of <see cref="Probes"/>, without batch axis.</summary>
    public IReadOnlyDictionary<int, long[]> Inferred(int probe) => _inferred[probe];

    /// <summary>Computes the shapes of a graph for the input set in the options.</summary>
    /// <exception cref="ArgumentException">The options are not valid for the graph.</exception>
    public static OnnxShapes Of(InferenceGraph graph, OnnxExportOptions options)
    {
        var channels = InputChannels(graph, options);
        Dimension batch = options.BatchSize is { } size ? size : Dimension.Named("batch");
        if (graph.Nodes.Any(node => node is LinearNode) && graph.Accepts([channels]))
        {
            RequireImages(options.Height is null && options.Width is null, "Height and Width", graph, channels);
            RequireImages(options.Preprocessing is null, "Preprocessing", graph, channels);
            return new OnnxShapes(graph, batch, features: channels);
        }

        if (options.Preprocessing is { } preprocessing && preprocessing.Mean.Count != channels)
        {
            throw new ArgumentException(
                $"options: Preprocessing must be for {channels} channels, as this {graph.Name} takes, got {preprocessing.Mean.Count}.",
                nameof(options));
        }

        return OfImages(graph, batch, options, channels);
    }

    private static long InputChannels(InferenceGraph graph, OnnxExportOptions options) => (graph.Input.Channels, options.Channels) switch
    {
        (null, null) => throw new ArgumentException(
            $"options: Channels must be given: no weight of this {graph.Name} determines the channels of its input.", nameof(options)),
        ({ } known, { } given) when known != given => throw new ArgumentException(
            $"options: Channels must be {known}, as this {graph.Name} takes, or null, got {given}.", nameof(options)),
        var (known, given) => known ?? given!.Value,
    };

    private static void RequireImages(bool holds, string setting, InferenceGraph graph, long features)
    {
        if (!holds)
        {
            throw new ArgumentException($"options: {setting} must be null: this {graph.Name} takes features, N x {features}.", "options");
        }
    }

    private static OnnxShapes OfImages(InferenceGraph graph, Dimension batch, OnnxExportOptions options, long channels)
    {
        if (options is { Height: { } givenHeight, Width: { } givenWidth } && !Fits(givenHeight, givenWidth))
            throw DoesNotFit(graph, [channels, givenHeight, givenWidth]);
        // a supported size, so that height and width can be varied separately
        if (SizeRange.Find(size => Fits(options.Height ?? size, options.Width ?? size)) is not { Smallest: var size })
        {
            throw NoSizeFits(graph, options);
        }
        var heights = options.Height is { } height ? One(height) : Range(side => Fits(side, options.Width ?? size));
        var widths = options.Width is { } width ? One(width) : Range(side => Fits(options.Height ?? size, side));
        return new OnnxShapes(graph, batch, channels, heights, widths);

        bool Fits(long height, long width) => graph.Accepts([channels, height, width]);
        static SizeRange One(long side) => new(side, side);
        static SizeRange Range(Func<long, bool> fits) => SizeRange.Find(fits)!.Value;
    }

    private static IReadOnlyList<long[]> Extremes(long channels, SizeRange heights, SizeRange widths)
    {
        long[][] extremes =
        [
            [channels, heights.Smallest, widths.Smallest],
            [channels, heights.Smallest, widths.Largest ?? LargeSide],
            [channels, heights.Largest ?? LargeSide, widths.Smallest],
        ];
        return [.. extremes.DistinctBy(image => (image[1], image[2]))];
    }

    private static ArgumentException NoSizeFits(InferenceGraph graph, OnnxExportOptions options)
    {
        var tried = (options.Height, options.Width) switch
        {
            ({ } height, null) => $"Height {height} does not fit this {graph.Name} with any Width up to {SizeRange.LargestSearched}.",
            (null, { } width) => $"Width {width} does not fit this {graph.Name} with any Height up to {SizeRange.LargestSearched}.",
            _ => $"Height and Width must both be set: no square image up to {SizeRange.LargestSearched} x {SizeRange.LargestSearched} "
                + $"pixels fits this {graph.Name}.",
        };
        return new ArgumentException($"options: {tried}", nameof(options));
    }

    private static ArgumentException DoesNotFit(InferenceGraph graph, long[] image)
    {
        var shapes = new Dictionary<int, long[]>();
        var node = graph.FirstThatDoesNotFit(image, shapes)!;
        var came = string.Join(", ", node.Inputs.Select(id => ShapeText.Of(shapes[id])));
        return new ArgumentException(
            $"options: Height {image[1]} and Width {image[2]} do not fit this {graph.Name}: node {node.Name}, {node}, cannot take {came}.",
            "options");
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
