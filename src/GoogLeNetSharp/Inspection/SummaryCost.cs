namespace GoogLeNetSharp.Inspection;

/// <summary>What a layer, or a layer with all below it, holds and does. Costs of different layers add up: nothing is in two of
/// them.</summary>
/// <param name="Parameters">Number of parameters, in elements. A parameter that several layers share is in the first one's.</param>
/// <param name="TrainableParameters">Those of them with <c>requires_grad</c>.</param>
/// <param name="ParameterBytes">Bytes of the parameters.</param>
/// <param name="Buffers">Number of buffer elements, such as batch-norm statistics.</param>
/// <param name="MultiplyAdds">Multiply-adds of all calls, for the whole batch; biases are not counted.</param>
/// <param name="ActivationBytes">Bytes of the tensors made, that training keeps for the gradient: outputs in memory of their own (an
/// in-place result or a view has none), and the 8-byte indices of max pools.</param>
public readonly record struct SummaryCost(
    long Parameters, long TrainableParameters, long ParameterBytes, long Buffers, long MultiplyAdds, long ActivationBytes)
{
    /// <summary>The cost of both.</summary>
    /// <param name="left">One cost.</param>
    /// <param name="right">Another.</param>
    public static SummaryCost operator +(SummaryCost left, SummaryCost right) => new(
        left.Parameters + right.Parameters,
        left.TrainableParameters + right.TrainableParameters,
        left.ParameterBytes + right.ParameterBytes,
        left.Buffers + right.Buffers,
        left.MultiplyAdds + right.MultiplyAdds,
        left.ActivationBytes + right.ActivationBytes);

    /// <summary>The same as the operator.</summary>
    /// <param name="left">One cost.</param>
    /// <param name="right">Another.</param>
    public static SummaryCost Add(SummaryCost left, SummaryCost right) => left + right;
}
