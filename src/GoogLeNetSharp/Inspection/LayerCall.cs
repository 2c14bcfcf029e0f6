namespace GoogLeNetSharp.Inspection;

/// <summary>One call of a layer during the run.</summary>
/// <param name="InputShape">Shape of its (first) input.</param>
/// <param name="OutputShape">Shape of its output; null where the call failed, or where the output is not a tensor.</param>
/// <param name="OutputBytes">Bytes of its output.</param>
/// <param name="MultiplyAdds">Multiply-adds of the layer itself, without those of layers it calls.</param>
public sealed record LayerCall(IReadOnlyList<long> InputShape, IReadOnlyList<long>? OutputShape, long OutputBytes, long MultiplyAdds)
{
    /// <summary>The call in one line: shapes, bytes and multiply-adds.</summary>
    public override string ToString() =>
        $"{SummaryFormat.Shape(InputShape)} -> {SummaryFormat.Shape(OutputShape)}, "
        + $"{SummaryFormat.Bytes(OutputBytes)}, {SummaryFormat.Number(MultiplyAdds)} multiply-adds";
}
