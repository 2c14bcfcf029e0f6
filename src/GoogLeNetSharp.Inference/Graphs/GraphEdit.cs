namespace GoogLeNetSharp.Graphs;

/// <summary>Builds a new graph by keeping, changing or replacing nodes; the source is untouched, and weights are shared.</summary>
internal sealed class GraphEdit(InferenceGraph source)
{
    private readonly List<GraphNode> _nodes = [];
    private readonly Dictionary<int, int> _replaced = [];

    /// <summary>The graph that is edited.</summary>
    public InferenceGraph Source => source;

    /// <summary>Adds a node: one of the source, changed or not, or a new one.</summary>
    public void Add(GraphNode node) => _nodes.Add(node with { Inputs = [.. node.Inputs.Select(id => _replaced.GetValueOrDefault(id, id))] });

    /// <summary>Leaves a node out; its readers read another node instead.</summary>
    public void Replace(GraphNode node, int by) => _replaced[node.Id] = _replaced.GetValueOrDefault(by, by);

    /// <summary>The new graph.</summary>
    public InferenceGraph Finish() => new(source.Name, _nodes);

    /// <summary>The only node that reads this one, or null where there are none or several.</summary>
    public GraphNode? OnlyReader(GraphNode node)
    {
        GraphNode[] readers = [.. source.Nodes.Where(other => other.Inputs.Contains(node.Id))];
        return readers.Length == 1 ? readers[0] : null;
    }
}
