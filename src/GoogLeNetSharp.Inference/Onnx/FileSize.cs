using System.Globalization;
using GoogLeNetSharp.Graphs;

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
        throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture,
            $"module: {what} of {bytes} bytes: an ONNX file holds at most {Largest - Reserve} beside the graph. OnnxWeightType.Float16 "
            + $"halves kernels and matrices."));
    }

    /// <summary>Refuses a network whose kernels and matrices alone are more than one file can hold.</summary>
    /// <param name="graph">The network; its weights may have shapes only.</param>
    /// <param name="type">The type in which they are stored.</param>
    /// <exception cref="NotSupportedException">They take too much.</exception>
    public static void Check(InferenceGraph graph, OnnxWeightType type)
    {
        var weights = new HashSet<Weight>();     // a layer at two places is stored once
        foreach (var node in graph.Nodes)
        {
            foreach (var weight in node.Weights.Where(weight => weight.Shape.Count > 1))
            {
                Check($"{node.Name}.weight", Bytes(weight, type));
                weights.Add(weight);
            }
        }

        Check(Weights, weights.Sum(weight => Bytes(weight, type)));
    }

    /// <summary>What a weight takes in the file.</summary>
    public static long Bytes(Weight weight, OnnxWeightType type) => weight.Count * (IsHalf(weight, type) ? 2 : sizeof(float));

    /// <summary>Whether a weight is stored in half precision: kernels and matrices are, where it is asked for.</summary>
    public static bool IsHalf(Weight weight, OnnxWeightType type) => type is OnnxWeightType.Float16 && weight.Shape.Count > 1;
}
