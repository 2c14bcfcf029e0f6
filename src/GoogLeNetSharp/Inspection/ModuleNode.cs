using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>A module in the tree of the model, with what the run shows of it.</summary>
internal sealed class ModuleNode
{
    /// <summary>Names from the model down; empty for the model.</summary>
    public required string Path { get; init; }

    /// <summary>The last name of the path.</summary>
    public required string Name { get; init; }

    public required nn.Module Module { get; init; }

    public required int Depth { get; init; }

    /// <summary>The node of the same module met before, or null.</summary>
    public ModuleNode? SharedWith { get; init; }

    public List<ModuleNode> Children { get; } = [];

    public List<LayerCall> Calls { get; } = [];

    /// <summary>When it was first called, counted in calls; null before.</summary>
    public int? FirstCall { get; set; }

    /// <summary>Bytes of new memory it made: see <see cref="SummaryCost.ActivationBytes"/>.</summary>
    public long ActivationBytes { get; set; }

    /// <summary>Whether its calls can be seen.</summary>
    public bool IsWatched => Module is nn.Module<Tensor, Tensor> or nn.Module<Tensor, Tensor, Tensor>;

    /// <summary>The path as messages show it.</summary>
    public string Place => Describe(Path, Module.GetType().Name);

    /// <summary>The tree of a model, children in the order of registration. A module met again is a leaf that refers to its first
    /// node.</summary>
    public static ModuleNode Tree(nn.Module model) =>
        Build(model, "", model.GetType().Name, 0, new Dictionary<nn.Module, ModuleNode>(ReferenceEqualityComparer.Instance));

    /// <summary>A path with its type, as messages show them.</summary>
    public static string Describe(string path, string typeName) => path.Length == 0 ? typeName : $"{path} ({typeName})";

    /// <summary>This node and all below it, each before its children.</summary>
    public IEnumerable<ModuleNode> Walk() => Children.SelectMany(child => child.Walk()).Prepend(this);

    /// <summary>The children in the order of their first calls; one never called stays behind the one it was registered after.</summary>
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
