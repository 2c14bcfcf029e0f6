using static TorchSharp.torch;

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
            else edit.Keep(node);
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
            if (node is ConvNode { Relu: false } conv && edit.OnlyReader(conv) is BatchNormNode norm) edit.Put(Fold(conv, norm));
            else if (node is BatchNormNode && graph[node.Inputs[0]] is ConvNode { Relu: false } folded && edit.OnlyReader(folded) == node) edit.Replace(node, folded.Id);
            else edit.Keep(node);
        }

        return edit.Finish();
    }

    /// <summary>Joins a ReLU to the convolution before it, as <see cref="ConvNode.Relu"/>.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph in which only a <see cref="ReluNode"/> without such a convolution is left.</returns>
    public static InferenceGraph FuseRelu(this InferenceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var edit = new GraphEdit(graph);
        foreach (var node in graph.Nodes)
        {
            if (node is ConvNode conv && edit.OnlyReader(conv) is ReluNode) edit.Keep(conv with { Relu = true });
            else if (node is ReluNode && graph[node.Inputs[0]] is ConvNode fused && edit.OnlyReader(fused) == node) edit.Replace(node, fused.Id);
            else edit.Keep(node);
        }

        return edit.Finish();
    }

    /// <summary>
    /// Makes one convolution of those that read one map with the same window (the 1x1 convolutions of an Inception module), followed by a
    /// <see cref="SliceNode"/> in place of each.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph with fewer, wider convolutions.</returns>
    public static InferenceGraph MergeSiblingConvolutions(this InferenceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var families = graph.Nodes.OfType<ConvNode>().Where(conv => conv.Groups == 1)
            .GroupBy(conv => (conv.Inputs[0], conv.Window, conv.Relu)).Where(family => family.Count() > 1)
            .Select(family => family.ToArray()).ToArray();
        var nextId = graph.Nodes.Max(node => node.Id) + 1;
        var edit = new GraphEdit(graph);
        foreach (var node in graph.Nodes)
        {
            if (families.FirstOrDefault(siblings => siblings.Contains(node)) is not { } family)
            {
                edit.Keep(node);
                continue;
            }

            if (node != family[0]) continue;
            var merged = Merge(family, nextId++);
            edit.Put(merged);
            var start = 0L;
            foreach (var sibling in family)
            {
                edit.Put(new SliceNode(sibling.Id, sibling.Name, [merged.Id], start, sibling.OutChannels));
                start += sibling.OutChannels;
            }
        }

        return edit.Finish();
    }

    private static ConvNode Fold(ConvNode conv, BatchNormNode norm)
    {
        // In float64: the folded weights are then the nearest float32 to the exact ones.
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var factor = norm.Weight.to(float64) / (norm.Variance.to(float64) + norm.Eps).sqrt();
        var shift = (conv.Bias?.to(float64) ?? zeros_like(factor)) - norm.Mean.to(float64);
        return conv with
        {
            Weight = (conv.Weight.to(float64) * factor.reshape(-1, 1, 1, 1)).to(float32).MoveToOuterDisposeScope(),
            Bias = ((shift * factor) + norm.Bias.to(float64)).to(float32).MoveToOuterDisposeScope(),
        };
    }

    private static ConvNode Merge(ConvNode[] siblings, int id)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor? bias = siblings.All(conv => conv.Bias is null)
            ? null
            : cat([.. siblings.Select(conv => conv.Bias ?? zeros(conv.OutChannels))], 0).MoveToOuterDisposeScope();
        return siblings[0] with
        {
            Id = id,
            Name = string.Join("+", siblings.Select(conv => conv.Name)),
            Weight = cat([.. siblings.Select(conv => conv.Weight)], 0).MoveToOuterDisposeScope(),
            Bias = bias,
        };
    }
}
