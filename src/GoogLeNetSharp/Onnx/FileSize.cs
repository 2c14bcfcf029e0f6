using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Onnx;

/// <summary>The limit of a file that is one protobuf message.</summary>
internal static class FileSize
{
    /// <summary>All weights together, in a message.</summary>
    public const string Weights = "weights";

    private const long Largest = int.MaxValue;

    // For everything but the weights: names, nodes, shapes.
    private const long Reserve = 1 << 24;

    /// <summary>Refuses what one file cannot hold.</summary>
    /// <param name="what">A weight's name, or <see cref="Weights"/>.</param>
    /// <param name="bytes">What it takes in the file.</param>
    /// <exception cref="NotSupportedException">It takes too much.</exception>
    public static void Check(string what, long bytes)
    {
        if (bytes <= Largest - Reserve) return;
        throw new NotSupportedException(FormattableString.Invariant(
            $"module: {what} of {bytes} bytes: an ONNX file holds at most {Largest - Reserve} beside the graph. OnnxWeightType.Float16 halves kernels and matrices."));
    }

    /// <summary>Refuses a network whose kernels and matrices alone are more than one file can hold.</summary>
    /// <param name="graph">The network, of which nothing is copied.</param>
    /// <param name="type">The type in which they are stored.</param>
    /// <exception cref="NotSupportedException">They take too much.</exception>
    public static void Check(InferenceGraph graph, OnnxWeightType type)
    {
        var weights = new List<Tensor>();
        foreach (var node in graph.Nodes)
        {
            foreach (var weight in node.Tensors.Where(tensor => tensor.dim() > 1))
            {
                Check($"{node.Name}.weight", Bytes(weight, type));
                weights.Add(weight);
            }
        }

        if (weights.Sum(weight => Bytes(weight, type)) <= Largest - Reserve) return;
        var stored = weights.Where((weight, index) => !weights.Take(index).Any(other => IsStoredAs(weight, other)));
        Check(Weights, stored.Sum(weight => Bytes(weight, type)));
    }

    /// <summary>What a tensor takes in the file.</summary>
    public static long Bytes(Tensor tensor, OnnxWeightType type) => tensor.numel() * (IsHalf(tensor, type) ? 2 : sizeof(float));

    /// <summary>Whether a tensor is stored in half precision: kernels and matrices are, where it is asked for.</summary>
    public static bool IsHalf(Tensor tensor, OnnxWeightType type) => type is OnnxWeightType.Float16 && tensor.dim() > 1;

    // Equal tensors are stored once.
    private static bool IsStoredAs(Tensor weight, Tensor other) => weight.shape.SequenceEqual(other.shape) && weight.Equals(other);
}
