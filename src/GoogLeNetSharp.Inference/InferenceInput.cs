using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference;

/// <summary>A shape of input that a graph takes, checked with the model's own words before any map is made.</summary>
/// <param name="Sample">The shape without batch.</param>
/// <param name="Output">The shape of the output, without batch.</param>
/// <param name="LargestMap">The most numbers that any map has for one such input.</param>
internal sealed record InferenceInput(long[] Sample, long[] Output, long LargestMap)
{
    /// <summary>Where a bad input came, as messages name it.</summary>
    public const string Place = nameof(InferenceModel);

    private const string Argument = "input";

    // Numbers of one map of the whole batch. Far above any memory; their bytes can still be counted in 64 bits.
    private const double LargestCounted = 1L << 60;

    // Searched for a size to name in a message, no further.
    private const long LargestSearched = 1024;

    /// <summary>Numbers of one input.</summary>
    public long SampleLength { get; } = ShapeText.Count(Sample);

    /// <summary>Numbers of one output.</summary>
    public long OutputLength { get; } = ShapeText.Count(Output);

    /// <summary>The number of dimensions without batch.</summary>
    public int Rank => Sample.Length;

    /// <summary>When it was last asked for, counted in calls.</summary>
    public long LastUse { get; set; }

    /// <summary>Checks rank, channels and batch of a shape, and returns what is left without batch.</summary>
    public static ReadOnlySpan<long> SampleOf(ReadOnlySpan<long> shape, InferenceGraph graph)
    {
        var rank = graph.TakesFeatures ? 1 : 3;
        if (graph.TakesFeatures) ShapeErrors.CheckFeatures(shape, graph.Input.Channels, Place, Argument);
        else CheckImage(shape, graph.Input.Channels);
        if (shape.Length > rank && shape[0] < 1)
            throw new ArgumentException($"input: expected a batch of 1 or more, got {ShapeText.Of(shape.ToArray())}, in {Place}.", Argument);
        return shape[^rank..];
    }

    /// <summary>Infers the maps of a shape.</summary>
    public static InferenceInput Of(ReadOnlySpan<long> shape, InferenceGraph graph) => Infer(shape, SampleOf(shape, graph).ToArray(), graph);

    /// <summary>Checks that the maps of a whole batch can be counted.</summary>
    public void CheckBatch(ReadOnlySpan<long> shape)
    {
        if ((double)LargestMap * Images(shape) > LargestCounted) throw TooLarge(shape, LargestMap);
    }

    /// <summary>Images of a shape that has a batch, or 1.</summary>
    public long Images(ReadOnlySpan<long> shape) => shape.Length > Rank ? shape[0] : 1;

    private static InferenceInput Infer(ReadOnlySpan<long> shape, long[] sample, InferenceGraph graph)
    {
        var shapes = new Dictionary<int, long[]>();
        if (graph.FirstThatDoesNotFit(sample, shapes) is { } node) throw SizeError(shape, graph, node);
        if (sample.Any(side => side < 1)) throw ShapeErrors.Size(shape, new SizeRange(1, null), Place, Argument);
        var largest = shapes.Values.Max(map => map.Aggregate(1.0, (product, size) => product * size));
        if (largest > LargestCounted) throw TooLarge(shape, largest);
        return new InferenceInput(sample, shapes[graph.Output.Id], (long)largest);
    }

    private static void CheckImage(ReadOnlySpan<long> shape, long? channels)
    {
        ShapeErrors.CheckImage(shape, channels, Place, Argument);
        if (shape[^3] >= 1) return;
        throw new ArgumentException($"input: expected 1 channel or more, got {shape[^3]} in {ShapeText.Of(shape.ToArray())}, in {Place}.", Argument);
    }

    private static ArgumentException TooLarge(ReadOnlySpan<long> shape, double numbers) => new(
        FormattableString.Invariant(
            $"input: {ShapeText.Of(shape.ToArray())} makes a map of {numbers:0.#e0} numbers an image, more than any memory holds, in {Place}."),
        Argument);

    private static ArgumentException SizeError(ReadOnlySpan<long> shape, InferenceGraph graph, GraphNode node)
    {
        var place = $"{node.Name} of {Place}";
        if (graph.ImageSizes(shape[^3], LargestSearched) is { } sizes) return ShapeErrors.Size(shape, sizes, place, Argument);
        return new ArgumentException(
            $"input: {ShapeText.Of(shape.ToArray())} does not fit, and no square image up to {LargestSearched} pixels a side does, in {place}.", Argument);
    }
}
