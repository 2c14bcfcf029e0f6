using static TorchSharp.torch;

namespace GoogLeNetSharp.Graphs;

/// <summary>Collects nodes while a module is lowered: numbers them, and owns their weights until the graph does.</summary>
/// <param name="sharesWeights">Whether weights that are float32 on the CPU stay in the module's memory instead of being copied.</param>
internal sealed class GraphBuilder(bool sharesWeights) : IDisposable
{
    private readonly List<GraphNode> _nodes = [new InputNode(0, "input", null)];
    private readonly List<Tensor> _owned = [];

    /// <summary>The number of the graph's input.</summary>
    public int Input => _nodes[0].Id;

    /// <summary>Adds a node and returns its number.</summary>
    public int Add(Func<int, GraphNode> make)
    {
        var node = make(_nodes.Count);
        _nodes.Add(node);
        return node.Id;
    }

    /// <summary>A module's tensor in float32 on the CPU, a copy unless weights are shared, detached from everything.</summary>
    public Tensor Own(Tensor source, string path)
    {
        if (source.IsInvalid) throw new ObjectDisposedException($"module {path}");
        using var noGrad = no_grad();
        using var cpu = source.cpu();
        using var single = cpu.to(float32);
        var own = (sharesWeights ? single.detach() : single.clone()).DetachFromDisposeScope();
        _owned.Add(own);
        return own;
    }

    /// <summary>A tensor made for the graph, which owns it from here.</summary>
    public Tensor Own(Tensor made)
    {
        _owned.Add(made.DetachFromDisposeScope());
        return made;
    }

    /// <summary>The graph of what was added; its last node is the output.</summary>
    public InferenceGraph Build(string name)
    {
        _nodes[0] = new InputNode(Input, _nodes[0].Name, InputChannels());
        _owned.Clear();
        return new InferenceGraph(name, _nodes);
    }

    /// <summary>Frees the weights of a graph that was not built.</summary>
    public void Dispose()
    {
        foreach (var tensor in _owned) tensor.Dispose();
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
