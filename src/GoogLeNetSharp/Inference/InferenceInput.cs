using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>What a compiled network asks of its input, checked before native code sees it, with the model's own words.</summary>
/// <param name="Sample">A shape that fits, without batch.</param>
/// <param name="Output">The shape of the output, without batch.</param>
/// <param name="LargestMap">The most numbers that any map has for one such input.</param>
internal sealed record InferenceInput(long[] Sample, long[] Output, long LargestMap)
{
    // Numbers of one map of the whole batch. Far above any memory; their bytes can still be counted in 64 bits.
    private const double LargestCounted = 1L << 60;

    private const string Place = "InferenceModel";

    // Searched for a size to name in a message, no further.
    private const long LargestSearched = 1024;

    /// <summary>Checks an input; the last shape that fitted saves the arithmetic.</summary>
    public static InferenceInput Check(Tensor input, InferenceGraph graph, InferenceInput? last)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckAlive(input);
        var shape = graph.TakesFeatures ? CheckFeatures(input, graph) : CheckImage(input, graph);
        var rank = graph.TakesFeatures ? 1 : 3;
        if (shape.Length > rank && shape[0] < 1)
            throw new ArgumentException($"input: expected a batch of 1 or more, got {ImageInput.Text(shape)}, in {Place}.", nameof(input));
        if (last is not null && shape.AsSpan(shape.Length - rank).SequenceEqual(last.Sample)) return last;

        var shapes = new Dictionary<int, long[]>();
        if (graph.FirstThatDoesNotFit(shape[^rank..], shapes) is { } node) throw SizeError(shape, graph, node);
        if (shape.Any(side => side < 1)) throw ImageInput.SizeError(shape, new SizeRange(1, null), Place);
        var largest = shapes.Values.Max(map => map.Aggregate(1.0, (product, size) => product * size));
        if (largest * (shape.Length > rank ? shape[0] : 1) > LargestCounted)
        {
            var numbers = FormattableString.Invariant($"{largest:0.#e0}");
            throw new ArgumentException(
                $"input: {ImageInput.Text(shape)} makes a map of {numbers} numbers an image, more than any memory holds, in {Place}.",
                nameof(input));
        }

        return new InferenceInput(shape[^rank..], shapes[graph.Output.Id], (long)largest);
    }

    /// <summary>Refuses an input that is disposed.</summary>
    public static void CheckAlive(Tensor input) => ImageInput.CheckAlive(input, Place);

    private static long[] CheckImage(Tensor input, InferenceGraph graph)
    {
        var shape = ImageInput.CheckLayout(input, graph.Input.Channels ?? (input.dim() >= 3 ? input.size(-3) : 0), CPU, Place);
        if (shape[^3] >= 1) return shape;
        throw new ArgumentException(
            $"input: expected 1 channel or more, got {shape[^3]} in {ImageInput.Text(shape)}, in {Place}.", nameof(input));
    }

    private static long[] CheckFeatures(Tensor input, InferenceGraph graph)
    {
        var shape = input.shape;
        var features = graph.Input.Channels;
        if (shape.Length is not (1 or 2) || shape[^1] != features)
            throw new ArgumentException($"input: expected N x {features} or {features}, got {ImageInput.Text(shape)}, in {Place}.", nameof(input));
        if (!input.is_floating_point())
            throw new ArgumentException($"input: expected a floating-point tensor, got {input.dtype}, in {Place}.", nameof(input));
        if (input.device_type != TorchSharp.DeviceType.CPU)
            throw new ArgumentException($"input: expected a tensor on cpu, got one on {input.device}, in {Place}.", nameof(input));
        return shape;
    }

    private static ArgumentException SizeError(long[] shape, InferenceGraph graph, GraphNode node)
    {
        var place = $"{node.Name} of {Place}";
        if (graph.ImageSizes(shape[^3], LargestSearched) is { } sizes) return ImageInput.SizeError(shape, sizes, place);
        return new ArgumentException($"input: {ImageInput.Text(shape)} does not fit, and no square image up to {LargestSearched} pixels a side does, in {place}.", "input");
    }
}
