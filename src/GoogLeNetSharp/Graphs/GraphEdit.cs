namespace GoogLeNetSharp.Graphs;

/// <summary>A new graph in the making from an old one, which stays as it is: nodes are kept, put in other form, or replaced by another.</summary>
internal sealed class GraphEdit(InferenceGraph source)
{
    private readonly List<GraphNode> _nodes = [];
    private readonly Dictionary<int, int> _replaced = [];

    /// <summary>Takes a node over; its weights are shared.</summary>
    public void Keep(GraphNode node) => Put(node.Share());

    /// <summary>Adds a node that has its weights already.</summary>
    public void Put(GraphNode node)
    {
        foreach (var tensor in node.Tensors) tensor.DetachFromDisposeScope();
        _nodes.Add(node with { Inputs = [.. node.Inputs.Select(id => _replaced.GetValueOrDefault(id, id))] });
    }

    /// <summary>Leaves a node out: who reads it reads the other.</summary>
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
