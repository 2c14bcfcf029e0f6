namespace GoogLeNetSharp.Onnx;

/// <summary>The limit of a file that is one protobuf message.</summary>
internal static class FileSize
{
    private const long Largest = int.MaxValue;

    // For everything but the weights: names, nodes, shapes.
    private const long Reserve = 1 << 24;

    /// <summary>Refuses what one file cannot hold.</summary>
    /// <param name="what">A weight's name, or a word for all.</param>
    /// <param name="bytes">What it takes in the file.</param>
    /// <exception cref="NotSupportedException">It takes too much.</exception>
    public static void Check(string what, long bytes)
    {
        if (bytes <= Largest - Reserve) return;
        throw new NotSupportedException(FormattableString.Invariant(
            $"module: {what} of {bytes} bytes: an ONNX file holds at most {Largest - Reserve} beside the graph. OnnxWeightType.Float16 halves kernels and matrices."));
    }
}
