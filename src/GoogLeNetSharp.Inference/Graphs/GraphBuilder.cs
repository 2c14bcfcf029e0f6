namespace GoogLeNetSharp.Graphs;

/// <summary>Collects and numbers the nodes of a graph.</summary>
internal sealed class GraphBuilder
{
    private readonly List<GraphNode> _nodes = [new InputNode(0, "input", null)];

    /// <summary>The number of the graph's input.</summary>
    public int Input => _nodes[0].Id;

    /// <summary>The number of nodes so far, including the input.</summary>
    public int Count => _nodes.Count;

    /// <summary>Adds a node and returns its number.</summary>
    public int Add(Func<int, GraphNode> make)
    {
        var node = make(_nodes.Count);
        _nodes.Add(node);
        return node.Id;
    }

    /// <summary>Gets a node by number.</summary>
    public GraphNode this[int id] => _nodes[id];

    /// <summary>Builds the graph; the last node is the output.</summary>
    public InferenceGraph Build(string name)
    {
        _nodes[0] = new InputNode(Input, _nodes[0].Name, InputChannels());
        return new InferenceGraph(name, _nodes);
    }

    private long? InputChannels()
    {
        var sameAsInput = new HashSet<int> { Input };
        foreach (var node in _nodes.Where(node => node.Inputs.Any(sameAsInput.Contains)))
        {
            if (node.InChannels is { } channels) return channels;
            if (node.KeepsChannels) sameAsInput.Add(node.Id);
        }

        return null;
    }
}
