namespace GoogLeNetSharp.Graphs;

/// <summary>Builds a new graph by keeping, changing or replacing nodes. The source is unchanged, and weights are shared.</summary>
internal sealed class GraphEdit(InferenceGraph source)
{
    private readonly List<GraphNode> _nodes = [];
    private readonly Dictionary<int, int> _replaced = [];
    private readonly ILookup<int, GraphNode> _readers = source.Nodes.SelectMany(node => node.Inputs.Distinct().Select(id => (id, node)))
        .ToLookup(pair => pair.id, pair => pair.node);

    /// <summary>The source graph.</summary>
    public InferenceGraph Source => source;

    /// <summary>Adds a node: a node of the source, possibly changed, or a new node.</summary>
    public void Add(GraphNode node) =>
        _nodes.Add(node with { Inputs = [.. node.Inputs.Select(id => _replaced.GetValueOrDefault(id, id))] });

    /// <summary>Removes a node; its readers read another node instead.</summary>
    public void Replace(GraphNode node, int by) => _replaced[node.Id] = _replaced.GetValueOrDefault(by, by);

    /// <summary>Builds the new graph.</summary>
    public InferenceGraph Finish() =>
        new(source.Name, _nodes,
            [.. source.Outputs.Select(output => output with { Node = _replaced.GetValueOrDefault(output.Node, output.Node) })])
        {
            Metadata = source.Metadata,
        };

    /// <summary>Gets the only node that reads the given node, or null if there are none or several, or if the node is also an
    /// output.</summary>
    public GraphNode? OnlyReader(GraphNode node) =>
        _readers[node.Id].Take(2).ToArray() is [var reader] && source.Outputs.All(output => output.Node != node.Id) ? reader : null;
}
