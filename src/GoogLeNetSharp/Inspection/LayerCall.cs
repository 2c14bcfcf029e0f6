namespace GoogLeNetSharp.Inspection;

/// <summary>A call of a layer during the run.</summary>
/// <param name="InputShape">Shape of the (first) input.</param>
/// <param name="OutputShape">Shape of the output, or null if the call failed or the output is not a tensor.</param>
/// <param name="OutputBytes">Bytes of the output.</param>
/// <param name="MultiplyAdds">Multiply-adds of the layer itself, excluding layers it calls.</param>
public sealed record LayerCall(IReadOnlyList<long> InputShape, IReadOnlyList<long>? OutputShape, long OutputBytes, long MultiplyAdds)
{
    /// <summary>Returns the call in one line: shapes, bytes and multiply-adds.</summary>
    public override string ToString() =>
        $"{SummaryFormat.Shape(InputShape)} -> {SummaryFormat.Shape(OutputShape)}, "
        + $"{SummaryFormat.Bytes(OutputBytes)}, {SummaryFormat.Number(MultiplyAdds)} multiply-adds";
}
