using GoogLeNetSharp.Graphs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Computes the shapes of a <see cref="Segment"/> from a graph whose weights have no values, and checks its input against
/// them.</summary>
internal sealed class SegmentShapes
{
    private readonly Program _program;
    private readonly Segment _segment;
    private readonly InferenceGraph _graph;
    private readonly IReadOnlyList<(Block Block, Program Program)> _inlined;
    private readonly IReadOnlyList<(int Node, BatchNorm2d Module)> _norms;
    private readonly int[] _nodeOfValue;
    private readonly int[] _stepOfNode;
    private readonly bool _isKnown;
    private CheckedInput? _last;
    private (long Channels, SizeRange? Sizes)? _sizes;

    public SegmentShapes(Program program, Segment segment)
    {
        _program = program;
        _segment = segment;
        var lowering = new ModuleLowering(LoweringRules.None, shapesOnly: true);
        _nodeOfValue = new int[program.Steps.Count];
        _nodeOfValue[segment.From] = lowering.Input;
        List<int> steps = [segment.From];
        foreach (var step in segment.Steps)
        {
            _nodeOfValue[step] = program.Steps[step]
                .Lower(lowering, "", [.. program.Steps[step].Inputs.Select(input => _nodeOfValue[input])]);
            while (steps.Count < lowering.NodeCount) steps.Add(step);
        }

        _stepOfNode = [.. steps];
        _graph = lowering.Build(program.Owner);
        _inlined = lowering.Inlined;
        _norms = lowering.Norms;
        Channels = _graph.Input.Channels ?? (segment.From > 0 ? ChannelsOf(segment.From) : null);
        _isKnown = _graph.Nodes.Any(node => node is not OpaqueNode && node.Inputs.Contains(_graph.Input.Id));
    }

    /// <summary>Whether no child has been replaced since the shapes were computed.</summary>
    public bool IsCurrent
    {
        get
        {
            foreach (var (block, program) in _inlined)
            {
                if (!ReferenceEquals(block.RecordedProgram, program)) return false;
            }

            return true;
        }
    }

    /// <summary>The channels (or features) of the input, or null if no weight determines them.</summary>
    public long? Channels { get; }

    /// <summary>The accepted sizes of square images, or null if there are none.</summary>
    public SizeRange? ImageSizes(long channels)
    {
        if (_sizes is not { } known || known.Channels != channels) _sizes = known = (channels, _graph.ImageSizes(channels));
        return known.Sizes;
    }

    /// <summary>Validates an input before native code runs.</summary>
    /// <param name="input">The input.</param>
    /// <param name="parameter">A parameter that gives the expected device and type, or null.</param>
    /// <param name="argument">Argument named in the error.</param>
    /// <returns>Whether the input lacks the batch axis.</returns>
    public bool Check(Tensor input, Tensor? parameter, string argument)
    {
        if (!_isKnown)
        {
            ArgumentNullException.ThrowIfNull(input, argument);
            return false;
        }

        var place = FirstPlace;
        var rank = input is { IsInvalid: false }
            && (_graph.TakesFeatures || input.dim() is 1 or 2 && _graph.Accepts([input.shape[^1]])) ? 1 : 3;
        var shape = rank == 1
            ? ImageInput.CheckFeatures(input, Channels, parameter, place, argument)
            : ImageInput.Check(input, Channels, parameter, place, argument);
        var fit = CheckShape(shape, rank, argument);
        if (fit.SinglePixelNorms.Count > 0 && (shape.Length == rank || shape[0] == 1)) CheckStatistics(fit, shape, argument);
        return shape.Length == rank;
    }

    /// <summary>Checks a shape, with or without batch axis, and returns the shapes of all nodes.</summary>
    public IReadOnlyDictionary<int, long[]> CheckShape(long[] shape, string argument) =>
        CheckShape(shape, _graph.TakesFeatures ? 1 : 3, argument).Shapes;

    /// <summary>Gets the shape of a value from the shapes of all nodes.</summary>
    public long[]? ShapeOf(int value, IReadOnlyDictionary<int, long[]> shapes) => shapes.GetValueOrDefault(_nodeOfValue[value]);

    /// <summary>Whether the graph's input is a vector of features rather than a map.</summary>
    public bool TakesFeatures => _graph.TakesFeatures;

    private string FirstPlace => _program.Place(_segment.Steps.Count > 0 ? _segment.Steps[0] : _segment.From);

    private CheckedInput CheckShape(long[] shape, int rank, string argument)
    {
        var last = _last;
        if (last is not null && shape.AsSpan(shape.Length - rank).SequenceEqual(last.Shape)) return last;
        var one = shape[^rank..];
        var shapes = new Dictionary<int, long[]> { [_graph.Input.Id] = one };
        if (rank == 3 && (one[1] < 1 || one[2] < 1))
        {
            throw DoesNotFit(shape, _graph.Nodes[Math.Min(1, _graph.Nodes.Count - 1)], shapes, argument);
        }
        if (_graph.FirstThatDoesNotFit(one, shapes) is { } node) throw DoesNotFit(shape, node, shapes, argument);
        var norms = _norms.Where(norm => shapes.TryGetValue(norm.Node, out var map) && map[1] * map[2] == 1).ToArray();
        return _last = new CheckedInput(one, shapes, norms);
    }

    private ArgumentException DoesNotFit(long[] shape, GraphNode node, Dictionary<int, long[]> shapes, string argument)
    {
        var place = _segment.From > 0 ? FirstPlace : _program.Place(_stepOfNode[node.Id]);    // nodes are in topological order
        if (shape.Length >= 3 && !_graph.TakesFeatures && ImageSizes(shape[^3]) is { } sizes && !sizes.Contains(shape[^2], shape[^1]))
            return ImageInput.SizeError(shape, sizes, place, argument);
        var came = string.Join(", ", node.Inputs.Where(shapes.ContainsKey).Select(id => ImageInput.Text(shapes[id])));
        return new ArgumentException(
            $"{argument}: {ImageInput.Text(shape)} does not fit: {node.Name}, {node}, cannot take {came}, in {place}.", argument);
    }

    // Batch norm in training divides by the number of values of a channel minus one; checked before any statistic changes.
    private void CheckStatistics(CheckedInput fit, long[] shape, string argument)
    {
        foreach (var (node, module) in fit.SinglePixelNorms)
        {
            if (!module.training) continue;
            var place = _program.Place(_stepOfNode[node]);
            var inside = _program.NamesStages || fit.Shape[1] * fit.Shape[2] > 1;
            var stage = inside ? ", but this stage gives a 1 x 1 map for one image: use a larger batch or image;" : ",";
            throw new ArgumentException(
                $"{argument}: batch norm in training needs more than one value per channel{stage} got {ImageInput.Text(shape)}, in "
                + $"{place}.", argument);
        }
    }

    private long? ChannelsOf(int value)
    {
        var whole = _program.Whole.Shapes;
        if (whole.Channels is not { } channels || whole.ImageSizes(channels) is not { Smallest: var side }) return null;
        return whole.ShapeOf(value, whole.CheckShape([channels, side, side], "input"))?[0];
    }

    private sealed record CheckedInput(long[] Shape, IReadOnlyDictionary<int, long[]> Shapes,
        IReadOnlyList<(int Node, BatchNorm2d Module)> SinglePixelNorms);
}
