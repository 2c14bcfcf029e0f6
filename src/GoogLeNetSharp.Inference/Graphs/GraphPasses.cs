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

    /// <summary>Joins a ReLU to the convolution before it, as <see cref="ConvNode.Relu"/>.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph in which only a <see cref="ReluNode"/> without such a convolution is left.</returns>
    public static InferenceGraph FuseRelu(this InferenceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var edit = new GraphEdit(graph);
        foreach (var node in graph.Nodes)
        {
            if (node is ConvNode conv && edit.OnlyReader(conv) is ReluNode) edit.Add(conv with { Relu = true });
            else if (node is ReluNode && graph[node.Inputs[0]] is ConvNode fused && edit.OnlyReader(fused) == node) edit.Replace(node, fused.Id);
            else edit.Add(node);
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
                edit.Add(node);
                continue;
            }

            if (node != family[0]) continue;
            var merged = Merge(family, nextId++);
            edit.Add(merged);
            var start = 0L;
            foreach (var sibling in family)
            {
                edit.Add(new SliceNode(sibling.Id, sibling.Name, [merged.Id], start, sibling.OutChannels));
                start += sibling.OutChannels;
            }
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

    private static ConvNode Merge(ConvNode[] siblings, int id)
    {
        var outChannels = siblings.Sum(conv => conv.OutChannels);
        var bias = siblings.All(conv => conv.Bias is null)
            ? null
            : Weight.Owning([.. siblings.SelectMany(conv => conv.Bias?.Array ?? new float[conv.OutChannels])], outChannels);
        return siblings[0] with
        {
            Id = id,
            Name = string.Join("+", siblings.Select(conv => conv.Name)),
            Weight = Weight.Owning([.. siblings.SelectMany(conv => conv.Weight.Array)], [outChannels, .. siblings[0].Weight.Shape.Skip(1)]),
            Bias = bias,
        };
    }
}
