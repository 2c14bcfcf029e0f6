namespace GoogLeNetSharp.Graphs;

/// <summary>Pure functions from graph to graph: each returns a new graph that computes the same, and leaves the old one as it is.</summary>
public static class GraphPasses
{
    /// <summary>Takes dropout out: it does nothing in inference.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph without <see cref="DropoutNode"/>.</returns>
    public static InferenceGraph DropDropout(this InferenceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var edit = new GraphEdit(graph);
        foreach (var node in graph.Nodes)
        {
            if (node is DropoutNode) edit.Replace(node, node.Inputs[0]);
            else edit.Add(node);
        }

        return edit.Finish();
    }

    /// <summary>
    /// Folds batch norm into the convolution before it: w' = w * g / sqrt(variance + eps), b' = (b - mean) * g / sqrt(variance + eps) + beta.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph in which only a <see cref="BatchNormNode"/> without such a convolution is left.</returns>
    public static InferenceGraph FoldBatchNorm(this InferenceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var edit = new GraphEdit(graph);
        foreach (var node in graph.Nodes)
        {
            if (node is ConvNode { Relu: false } conv && edit.OnlyReader(conv) is BatchNormNode norm) edit.Add(Fold(conv, norm));
            else if (node is BatchNormNode && graph[node.Inputs[0]] is ConvNode { Relu: false } folded && edit.OnlyReader(folded) == node) edit.Replace(node, folded.Id);
            else edit.Add(node);
        }

        return edit.Finish();
    }

    /// <summary>Joins a ReLU to the convolution or the sum before it, as <see cref="ConvNode.Relu"/> or <see cref="AddNode.Relu"/>.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph in which only a <see cref="ReluNode"/> without such a node before it is left.</returns>
    public static InferenceGraph FuseRelu(this InferenceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var edit = new GraphEdit(graph);
        foreach (var node in graph.Nodes)
        {
            var relu = edit.OnlyReader(node) is ReluNode;
            if (node is ConvNode conv && relu) edit.Add(conv with { Relu = true });
            else if (node is AddNode add && relu) edit.Add(add with { Relu = true });
            else if (node is ReluNode && graph[node.Inputs[0]] is (ConvNode or AddNode) && edit.OnlyReader(graph[node.Inputs[0]]) == node) edit.Replace(node, node.Inputs[0]);
            else edit.Add(node);
        }

        return edit.Finish();
    }

    private static ConvNode Fold(ConvNode conv, BatchNormNode norm)
    {
        var (factor, shift) = norm.FactorAndShift();
        var weight = conv.Weight.Array;
        var perChannel = weight.Length / factor.Length;
        var folded = new float[weight.Length];
        for (var i = 0; i < folded.Length; i++) folded[i] = (float)(weight[i] * factor[i / perChannel]);
        var bias = shift.Select((value, k) => (float)(((conv.Bias?.Array[k] ?? 0.0) * factor[k]) + value)).ToArray();
        return conv with { Weight = Weight.Owning(folded, [.. conv.Weight.Shape]), Bias = Weight.Owning(bias, bias.Length) };
    }
}
