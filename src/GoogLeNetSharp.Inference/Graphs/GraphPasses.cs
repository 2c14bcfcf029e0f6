namespace GoogLeNetSharp.Graphs;

/// <summary>Optimization passes. Each returns a new, equivalent graph and does not change its input.</summary>
public static class GraphPasses
{
    /// <summary>Removes dropout, which does nothing in inference.</summary>
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
    /// Folds batch norm into the convolution before it: w' = w * g / sqrt(variance + eps), b' = (b - mean) * g / sqrt(variance + eps) +
    /// beta.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph that contains a <see cref="BatchNormNode"/> only if it has no such convolution.</returns>
    public static InferenceGraph FoldBatchNorm(this InferenceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Join(
            graph,
            (first, second) => first is ConvNode { IsLinear: true } && second is BatchNormNode,
            (first, second) => Scaled(first, ((BatchNormNode)second).FactorAndShift()));
    }

    /// <summary>
    /// Fuses a ReLU with the preceding convolution, linear layer, sum or scale: <see cref="ConvNode.Relu"/>, <see cref="LinearNode.Relu"/>,
    /// <see cref="AddNode.Relu"/>, <see cref="ScaleNode.Relu"/>.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph that contains a <see cref="ReluNode"/> only if it has no such preceding node.</returns>
    public static InferenceGraph FuseRelu(this InferenceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Join(
            graph,
            (first, second) => second is ReluNode && first is ConvNode { IsLinear: true } or LinearNode { IsLinear: true }
                or AddNode { Relu: false } or ScaleNode { Relu: false },
            (first, _) => first switch
            {
                ConvNode conv => conv with { Relu = true },
                LinearNode linear => linear with { Relu = true },
                AddNode add => add with { Relu = true },
                _ => (ScaleNode)first with { Relu = true },
            });
    }

    /// <summary>
    /// Fuses another elementwise function with the preceding convolution or linear layer: <see cref="ConvNode.Activation"/>,
    /// <see cref="LinearNode.Activation"/>.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph that contains an <see cref="ActivationNode"/> only if it has no such preceding node.</returns>
    public static InferenceGraph FuseActivations(this InferenceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Join(
            graph,
            (first, second) => second is ActivationNode && first is ConvNode { IsLinear: true } or LinearNode { IsLinear: true },
            (first, second) => first is ConvNode conv
                ? conv with { Activation = ((ActivationNode)second).Function }
                : (LinearNode)first with { Activation = ((ActivationNode)second).Function });
    }

    /// <summary>Folds scales into the preceding convolutions, linear layers and scales.</summary>
    internal static InferenceGraph FoldScales(this InferenceGraph graph) => Join(
        graph,
        (first, second) => second is ScaleNode { Relu: false }
            && first is ConvNode { IsLinear: true } or LinearNode { IsLinear: true } or ScaleNode { Relu: false },
        (first, second) => Scaled(first, FactorAndShift((ScaleNode)second)));

    /// <summary>Merges two consecutive nodes if no other node reads the first. The merged node keeps the number of the first.</summary>
    private static InferenceGraph Join(InferenceGraph graph, Func<GraphNode, GraphNode, bool> fits,
        Func<GraphNode, GraphNode, GraphNode> join)
    {
        var edit = new GraphEdit(graph);
        var joined = new HashSet<int>();
        foreach (var node in graph.Nodes)
        {
            if (joined.Contains(node.Id)) continue;
            var (first, last) = (node, node);
            while (edit.OnlyReader(last) is { } reader && fits(first, reader))
            {
                (first, last) = (join(first, reader), reader);
                joined.Add(reader.Id);
                edit.Replace(reader, node.Id);
            }

            edit.Add(first);
        }

        return edit.Finish();
    }

    private static (double[] Factor, double[] Shift) FactorAndShift(ScaleNode scale) =>
        ([.. scale.Scale.Array.Select(value => (double)value)], [.. scale.Shift.Array.Select(value => (double)value)]);

    private static GraphNode Scaled(GraphNode node, (double[] Factor, double[] Shift) by)
    {
        switch (node)
        {
            case ConvNode conv:
                return conv with { Weight = Scaled(conv.Weight, by.Factor), Bias = ScaledBias(conv.Bias, by) };
            case LinearNode linear:
                return linear with { Weight = Scaled(linear.Weight, by.Factor), Bias = ScaledBias(linear.Bias, by) };
            default:
                var scale = (ScaleNode)node;
                return scale with { Scale = Scaled(scale.Scale, by.Factor), Shift = ScaledBias(scale.Shift, by) };
        }
    }

    private static Weight Scaled(Weight weight, double[] factor)
    {
        var values = weight.Array;
        var perChannel = values.Length / factor.Length;
        var folded = new float[values.Length];
        for (var i = 0; i < folded.Length; i++) folded[i] = (float)(values[i] * factor[i / perChannel]);
        return Weight.Owning(folded, [.. weight.Shape]);
    }

    private static Weight ScaledBias(Weight? bias, (double[] Factor, double[] Shift) by)
    {
        var folded = by.Shift.Select((value, k) => (float)(((bias?.Array[k] ?? 0.0) * by.Factor[k]) + value)).ToArray();
        return Weight.Owning(folded, folded.Length);
    }
}
