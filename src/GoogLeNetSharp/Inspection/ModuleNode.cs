using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>A module in the tree of the model, with the recorded data of the run.</summary>
internal sealed class ModuleNode
{
    /// <summary>Path from the model; empty for the model.</summary>
    public required string Path { get; init; }

    /// <summary>The last name of the path.</summary>
    public required string Name { get; init; }

    public required nn.Module Module { get; init; }

    public required int Depth { get; init; }

    /// <summary>The first node of the same module, or null.</summary>
    public ModuleNode? SharedWith { get; init; }

    public List<ModuleNode> Children { get; } = [];

    public List<LayerCall> Calls { get; } = [];

    /// <summary>Index of its first call, or null if it was not called.</summary>
    public int? FirstCall { get; set; }

    /// <summary>Bytes of memory it allocated; see <see cref="SummaryCost.ActivationBytes"/>.</summary>
    public long ActivationBytes { get; set; }

    /// <summary>Whether its calls can be recorded.</summary>
    public bool IsWatched => Module is nn.Module<Tensor, Tensor> or nn.Module<Tensor, Tensor, Tensor>;

    /// <summary>The path, formatted for messages.</summary>
    public string Place => Describe(Path, Module.GetType().Name);

    /// <summary>Builds the tree of a model, with children in registration order. A repeated module is a leaf that refers to its first
    /// node.</summary>
    public static ModuleNode Tree(nn.Module model) =>
        Build(model, "", model.GetType().Name, 0, new Dictionary<nn.Module, ModuleNode>(ReferenceEqualityComparer.Instance));

    /// <summary>Formats a path with its type for messages.</summary>
    public static string Describe(string path, string typeName) => path.Length == 0 ? typeName : $"{path} ({typeName})";

    /// <summary>Enumerates this node and its descendants, parents before children.</summary>
    public IEnumerable<ModuleNode> Walk() => Children.SelectMany(child => child.Walk()).Prepend(this);

    /// <summary>Gets the children in the order of their first calls. A child that was not called stays after its predecessor in
    /// registration order.</summary>
    public IEnumerable<ModuleNode> ChildrenByCall()
    {
        var place = -1;
        var placed = Children.Select(child => (Child: child, Place: place = child.FirstCall ?? place)).ToArray();
        return placed.OrderBy(pair => pair.Place).Select(pair => pair.Child);
    }

    private static ModuleNode Build(nn.Module module, string path, string name, int depth, Dictionary<nn.Module, ModuleNode> seen)
    {
        seen.TryGetValue(module, out var first);
        var node = new ModuleNode { Path = path, Name = name, Module = module, Depth = depth, SharedWith = first };
        if (first is not null) return node;
        seen.Add(module, node);
        foreach (var (childName, child) in module.named_children())
            node.Children.Add(Build(child, path.Length == 0 ? childName : $"{path}.{childName}", childName, depth + 1, seen));
        return node;
    }
}
