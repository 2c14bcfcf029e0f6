namespace GoogLeNetSharp.Onnx;

/// <summary>The limit of a file that is one protobuf message.</summary>
internal static class FileSize
{
    private const long Largest = int.MaxValue;

    // For everything but the weights: names, nodes, shapes.
    private const long Reserve = 1 << 24;

    /// <summary>Refuses weights that one file cannot hold.</summary>
    /// <param name="weightBytes">What the weights take.</param>
    /// <exception cref="NotSupportedException">They take too much.</exception>
    public static void Check(long weightBytes)
    {
        if (weightBytes <= Largest - Reserve) return;
        throw new NotSupportedException(FormattableString.Invariant(
            $"module: its weights take {weightBytes} bytes; an ONNX file holds at most {Largest - Reserve} beside the graph. OnnxWeightType.Float16 halves them."));
    }
}
