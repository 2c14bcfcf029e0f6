using GoogLeNetSharp.Graphs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Lowers modules to graph nodes: inlines programs under their registered paths and looks up layers in
/// <see cref="LayerRules"/>.</summary>
internal sealed class ModuleLowering(LoweringRules rules, bool shapesOnly)
{
    private readonly GraphBuilder _graph = new();
    private readonly HashSet<string> _names = ["input"];
    private readonly Dictionary<nint, Weight> _weights = [];     // keyed by tensor, so a layer used twice has one weight
    private readonly List<(Block Block, Program Program)> _inlined = [];
    private readonly List<(int Node, BatchNorm2d Module)> _norms = [];
    private readonly List<(string Path, int Node)> _outputs = [];

    /// <summary>Whether to lower shapes only: weights have no values, and modules without a rule become nodes of unknown shape.</summary>
    public bool ShapesOnly { get; } = shapesOnly;

    /// <summary>The number of the graph's input.</summary>
    public int Input => _graph.Input;

    /// <summary>The number of nodes so far.</summary>
    public int NodeCount => _graph.Count;

    /// <summary>The blocks below the module, with the programs that were inlined.</summary>
    public IReadOnlyList<(Block Block, Program Program)> Inlined => _inlined;

    /// <summary>The batch norms with their nodes.</summary>
    public IReadOnlyList<(int Node, BatchNorm2d Module)> Norms => _norms;

    /// <summary>Nodes that compute module outputs, by path, in call order.</summary>
    public IReadOnlyList<(string Path, int Node)> Outputs => _outputs;

    /// <summary>Lowers a module to a graph, with its weights or their shapes.</summary>
    public static InferenceGraph Lower(nn.Module<Tensor, Tensor> module, LoweringRules rules, bool shapesOnly = false)
    {
        var lowering = new ModuleLowering(rules, shapesOnly);
        lowering.Add(module, "", lowering.Input);
        return lowering.Build(module.GetType().Name);
    }

    /// <summary>Adds the nodes of a module and returns the last one's number.</summary>
    public int Add(nn.IModule<Tensor, Tensor> module, string path, int input)
    {
        var node = AddOrRefuse(module, path, input);
        _outputs.Add((path, node));
        return node;
    }

    /// <summary>Adds a node under a unique name: the given name, with a number appended if it is taken.</summary>
    public int Node(string wished, Func<int, string, GraphNode> make)
    {
        var name = wished;
        for (var i = 1; !_names.Add(name); i++) name = FormattableString.Invariant($"{wished}_{i}");
        return _graph.Add(id => make(id, name));
    }

    /// <summary>Gets the weight for a tensor, creating it at first use.</summary>
    public Weight Weight(Tensor tensor, string path)
    {
        if (tensor.IsInvalid) throw new ObjectDisposedException($"module {path}");
        if (_weights.TryGetValue(tensor.Handle, out var known)) return known;
        return _weights[tensor.Handle] = ShapesOnly ? Graphs.Weight.ShapeOnly(tensor.shape) : TensorWeight.Of(tensor);
    }

    /// <summary>Creates a vector filled with one value.</summary>
    public Weight Filled(long length, float value) => ShapesOnly ? Graphs.Weight.ShapeOnly(length) : Graphs.Weight.Filled(length, value);

    /// <summary>Creates a vector.</summary>
    public static Weight Vector(double[] values) => Graphs.Weight.Owning([.. values.Select(value => (float)value)], values.Length);

    /// <summary>Records the module of a batch-norm node.</summary>
    public void AddNorm(int node, BatchNorm2d module) => _norms.Add((node, module));

    /// <summary>Throws for an unsupported module; when lowering shapes only, adds a node of unknown shape.</summary>
    /// <exception cref="NotSupportedException">The lowering includes values.</exception>
    public int Unsupported(string path, object module, int input, string reason)
    {
        var place = path.Length == 0 ? "the module itself" : path;
        if (!ShapesOnly) throw new NotSupportedException($"module: {place} ({module.GetType().Name}) cannot be lowered: {reason}.");
        return Node(path.Length == 0 ? module.GetType().Name : path, (id, name) => new OpaqueNode(id, name, [input]));
    }

    /// <summary>Builds the graph of the added nodes.</summary>
    public InferenceGraph Build(string name) => _graph.Build(name);

    /// <summary>Joins two paths.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private int AddOrRefuse(nn.IModule<Tensor, Tensor> module, string path, int input)
    {
        if (!ShapesOnly && ForwardHooks.On(module))
        {
            return Unsupported(path, module, input,
                "it has a forward hook, and graphs do not run hooks: remove the hook, or call the module itself");
        }

        try
        {
            return AddModule(module, path, input);
        }
        catch (UnsupportedSettingException exception)
        {
            return Unsupported(path, module, input, exception.Reason);
        }
    }

    private int AddModule(nn.IModule<Tensor, Tensor> module, string path, int input)
    {
        if (rules.For(module) is { } rule) return Inline(ProgramRecorder.Record((nn.Module)module, rule), path, input);
        switch (module)
        {
            case Block block:
                _inlined.Add((block, block.Program));
                return Inline(block.Program, path, input);
            case ILowerable lowerable:
                return Inline(ProgramRecorder.Record((nn.Module)module, lowerable.Lower), path, input);
            // a class derived from Sequential may compute something else
            case Sequential list when list.GetType() == typeof(Sequential):
                return AddSequential(list, path, input);
            default:
                return LayerRules.Add(this, module, path, input) ?? Unsupported(path, module, input,
                    $"supported are {LayerRules.Layers}, Sequential and Block; let {module.GetType().Name} implement ILowerable, or pass "
                    + $"LoweringRules.None.With<{module.GetType().Name}>((module, x) => ...)");
        }
    }

    private int Inline(Program program, string path, int input)
    {
        var nodes = new int[program.Steps.Count];
        nodes[0] = input;
        foreach (var step in program.Whole.Steps)
            nodes[step] = program.Steps[step].Lower(this, path, [.. program.Steps[step].Inputs.Select(value => nodes[value])]);
        return nodes[program.Output];
    }

    private int AddSequential(Sequential list, string path, int input)
    {
        // Names and modules may occur twice, so the list is iterated by index; the name is used only for the path.
        var names = list.named_children().Select(child => child.name).ToArray();
        var current = input;
        for (var i = 0; i < list.Count; i++) current = Add(list[i], Join(path, names[i]), current);
        return current;
    }
}
