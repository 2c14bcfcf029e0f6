namespace GoogLeNetSharp.Graphs;

/// <summary>Builds a new graph by keeping, changing or replacing nodes; the source is untouched, and weights are shared.</summary>
internal sealed class GraphEdit(InferenceGraph source)
{
    private readonly List<GraphNode> _nodes = [];
    private readonly Dictionary<int, int> _replaced = [];
    private readonly ILookup<int, GraphNode> _readers = source.Nodes.SelectMany(node => node.Inputs.Distinct().Select(id => (id, node)))
        .ToLookup(pair => pair.id, pair => pair.node);

    /// <summary>The graph that is edited.</summary>
    public InferenceGraph Source => source;

    /// <summary>Adds a node: one of the source, changed or not, or a new one.</summary>
    public void Add(GraphNode node) =>
        _nodes.Add(node with { Inputs = [.. node.Inputs.Select(id => _replaced.GetValueOrDefault(id, id))] });

    /// <summary>Leaves a node out; its readers read another node instead.</summary>
    public void Replace(GraphNode node, int by) => _replaced[node.Id] = _replaced.GetValueOrDefault(by, by);

    /// <summary>The new graph.</summary>
    public InferenceGraph Finish() =>
        new(source.Name, _nodes,
            [.. source.Outputs.Select(output => output with { Node = _replaced.GetValueOrDefault(output.Node, output.Node) })])
        {
            Metadata = source.Metadata,
        };

    /// <summary>The only node that reads this one, or null where there are none or several, or where it is an output besides.</summary>
    public GraphNode? OnlyReader(GraphNode node) =>
        _readers[node.Id].Take(2).ToArray() is [var reader] && source.Outputs.All(output => output.Node != node.Id) ? reader : null;
}
