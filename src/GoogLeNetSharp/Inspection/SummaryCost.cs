namespace GoogLeNetSharp.Inspection;

/// <summary>The cost of a layer, or of a layer including its children. Costs of different layers can be added, because nothing is counted
/// twice.</summary>
/// <param name="Parameters">Number of parameters, in elements. A parameter shared by several layers is counted at the first.</param>
/// <param name="TrainableParameters">Number of parameters with <c>requires_grad</c>.</param>
/// <param name="ParameterBytes">Bytes of the parameters.</param>
/// <param name="Buffers">Number of buffer elements, such as batch-norm statistics.</param>
/// <param name="MultiplyAdds">Multiply-adds of all calls, for the whole batch; biases are not counted.</param>
/// <param name="ActivationBytes">Bytes of the tensors that training keeps for the gradient: newly allocated outputs (not in-place results
/// or views), and the 8-byte indices of max pools.</param>
public readonly record struct SummaryCost(
    long Parameters, long TrainableParameters, long ParameterBytes, long Buffers, long MultiplyAdds, long ActivationBytes)
{
    /// <summary>Adds two costs.</summary>
    /// <param name="left">The first cost.</param>
    /// <param name="right">The second cost.</param>
    public static SummaryCost operator +(SummaryCost left, SummaryCost right) => new(
        left.Parameters + right.Parameters,
        left.TrainableParameters + right.TrainableParameters,
        left.ParameterBytes + right.ParameterBytes,
        left.Buffers + right.Buffers,
        left.MultiplyAdds + right.MultiplyAdds,
        left.ActivationBytes + right.ActivationBytes);

    /// <summary>Adds two costs, like the operator.</summary>
    /// <param name="left">The first cost.</param>
    /// <param name="right">The second cost.</param>
    public static SummaryCost Add(SummaryCost left, SummaryCost right) => left + right;
}
