using System.Globalization;
using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference;

/// <summary>Validates input before native code runs, with the eager model's messages.</summary>
/// <param name="Sample">The shape without batch axis.</param>
/// <param name="Outputs">The shapes of the outputs, without batch axis.</param>
/// <param name="LargestMap">The number of elements of the largest map for one such input.</param>
internal sealed record InferenceInput(long[] Sample, long[][] Outputs, long LargestMap)
{
    /// <summary>The place named in errors.</summary>
    public const string Place = nameof(InferenceModel);

    private const string Argument = "input";

    // elements of one map of the whole batch: far above any memory, while the bytes still fit into 64 bits
    private const double LargestCounted = 1L << 60;

    // search limit for a size named in messages
    private const long LargestSearched = 1024;

    /// <summary>Number of elements of one input.</summary>
    public long SampleLength { get; } = ShapeText.Count(Sample);

    /// <summary>Numbers of elements of the outputs for one input.</summary>
    public long[] OutputLengths { get; } = [.. Outputs.Select(output => ShapeText.Count(output))];

    /// <summary>The number of dimensions without batch axis.</summary>
    public int Rank => Sample.Length;

    /// <summary>The call that last used it, as a running count.</summary>
    public long LastUse { get; set; }

    /// <summary>Checks rank, channels and batch of a shape, and returns it without batch axis, channels first.</summary>
    public static ReadOnlySpan<long> SampleOf(ReadOnlySpan<long> shape, InferenceGraph graph)
    {
        var rank = graph.TakesFeatures ? 1 : 3;
        if (graph.TakesFeatures) ShapeErrors.CheckFeatures(shape, graph.Input.Channels, Place, Argument);
        else CheckImage(shape, graph.Input);
        if (shape.Length > rank && shape[0] < 1)
        {
            throw new ArgumentException($"input: expected a batch of 1 or more, got {ShapeText.Of(shape.ToArray())}, in {Place}.",
                Argument);
        }

        return graph.Input.ChannelsLast ? new[] { shape[^1], shape[^3], shape[^2] } : shape[^rank..];
    }

    /// <summary>Infers the maps for a shape.</summary>
    public static InferenceInput Of(ReadOnlySpan<long> shape, InferenceGraph graph) =>
        Infer(shape, SampleOf(shape, graph).ToArray(), graph);

    /// <summary>Checks that the sizes of the maps of a whole batch do not overflow.</summary>
    public void CheckBatch(ReadOnlySpan<long> shape)
    {
        if ((double)LargestMap * Images(shape) > LargestCounted) throw TooLarge(shape, LargestMap);
    }

    /// <summary>Gets the batch size of a shape, or 1 without batch axis.</summary>
    public long Images(ReadOnlySpan<long> shape) => shape.Length > Rank ? shape[0] : 1;

    private static InferenceInput Infer(ReadOnlySpan<long> shape, long[] sample, InferenceGraph graph)
    {
        var shapes = new Dictionary<int, long[]>();
        if (graph.FirstThatDoesNotFit(sample, shapes) is { } node) throw SizeError(shape, graph, node);
        if (sample.Any(side => side < 1)) throw ShapeErrors.Size(shape, new SizeRange(1, null), Place, Argument);
        var largest = shapes.Values.Max(map => map.Aggregate(1.0, (product, size) => product * size));
        if (largest > LargestCounted) throw TooLarge(shape, largest);
        return new InferenceInput(sample, [.. graph.Outputs.Select(output => shapes[output.Node])], (long)largest);
    }

    private static void CheckImage(ReadOnlySpan<long> shape, InputNode input)
    {
        if (input.ChannelsLast) CheckChannelsLast(shape, input.Channels);
        else ShapeErrors.CheckImage(shape, input.Channels, Place, Argument);
        var channels = shape[input.ChannelsLast ? ^1 : ^3];
        if (channels >= 1) return;
        throw new ArgumentException($"input: expected 1 channel or more, got {channels} in {ShapeText.Of(shape.ToArray())}, in {Place}.",
            Argument);
    }

    private static void CheckChannelsLast(ReadOnlySpan<long> shape, long? channels)
    {
        if (shape.Length is 3 or 4 && (channels is null || shape[^1] == channels)) return;
        var one = $"H x W x {channels?.ToString(CultureInfo.InvariantCulture) ?? "C"}";
        throw new ArgumentException($"input: expected N x {one} or {one}, got {ShapeText.Of(shape.ToArray())}, in {Place}.", Argument);
    }

    private static ArgumentException TooLarge(ReadOnlySpan<long> shape, double numbers) => new(
        string.Create(CultureInfo.InvariantCulture,
            $"input: {ShapeText.Of(shape.ToArray())} makes a map of {numbers:0.#e0} numbers an image, more than any memory holds, in "
            + $"{Place}."),
        Argument);

    private static ArgumentException SizeError(ReadOnlySpan<long> shape, InferenceGraph graph, GraphNode node)
    {
        var place = $"{node.Name} of {Place}";
        if (node is InputNode { Height: { } height, Width: { } width })
        {
            return new ArgumentException(
                $"input: expected an image of {height} x {width} (H x W), got {ShapeText.Of(shape.ToArray())}, in {place}.", Argument);
        }

        if (graph.ImageSizes(shape[graph.Input.ChannelsLast ? ^1 : ^3], LargestSearched) is { } sizes)
        {
            return ShapeErrors.Size(shape, sizes, place, Argument);
        }
        return new ArgumentException(
            $"input: {ShapeText.Of(shape.ToArray())} does not fit, and no square image up to {LargestSearched} pixels a side does, in "
            + $"{place}.", Argument);
    }
}
