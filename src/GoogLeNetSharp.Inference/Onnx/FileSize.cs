using System.Globalization;
using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Onnx;

/// <summary>Checks the size limit of a protobuf message.</summary>
internal static class FileSize
{
    /// <summary>The text for all weights in a message.</summary>
    public const string Weights = "weights";

    private const long Largest = int.MaxValue;

    // reserve for everything but weights: names, nodes, shapes
    private const long Reserve = 1 << 24;

    /// <summary>Throws if a weight exceeds the limit of a file.</summary>
    /// <param name="what">A weight's name, or <see cref="Weights"/>.</param>
    /// <param name="bytes">Size in the file in bytes.</param>
    /// <exception cref="NotSupportedException">The size exceeds the limit.</exception>
    public static void Check(string what, long bytes)
    {
        if (bytes <= Largest - Reserve) return;
        throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture,
            $"module: {what} of {bytes} bytes: an ONNX file holds at most {Largest - Reserve} beside the graph. OnnxWeightType.Float16 "
            + $"halves kernels and matrices."));
    }

    /// <summary>Throws if the kernels and matrices of a network exceed the limit of a file.</summary>
    /// <param name="graph">The network; its weights may have shapes only.</param>
    /// <param name="type">Their type in the file.</param>
    /// <exception cref="NotSupportedException">The size exceeds the limit.</exception>
    public static void Check(InferenceGraph graph, OnnxWeightType type)
    {
        var weights = new HashSet<Weight>();     // a layer used twice is stored once
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

    /// <summary>Gets the size of a weight in the file.</summary>
    public static long Bytes(Weight weight, OnnxWeightType type) => weight.Count * (IsHalf(weight, type) ? 2 : sizeof(float));

    /// <summary>Whether a weight is stored in half precision, which applies to kernels and matrices if requested.</summary>
    public static bool IsHalf(Weight weight, OnnxWeightType type) => type is OnnxWeightType.Float16 && weight.Shape.Count > 1;
}
