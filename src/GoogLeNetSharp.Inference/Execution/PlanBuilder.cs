using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Inference.Execution;

/// <summary>Builds the plan for one input shape.</summary>
internal sealed class PlanBuilder
{
    private readonly InferenceGraph _graph;
    private readonly KernelSet _kernels;
    private readonly PackedWeights _weights;
    private readonly int _threads;
    private readonly long _images;
    private readonly IReadOnlyDictionary<int, long[]> _shapes;
    private readonly Dictionary<int, (int Concat, long FirstChannel)> _homes = [];
    private readonly Dictionary<int, ConvNode> _sums;                     // the convolution that computes a sum, by the sum's node
    private readonly ArenaLayout _layout = new();
    private readonly List<Step> _steps = [];
    private readonly List<int> _nodes = [];     // by step

    private PlanBuilder(InferenceGraph graph, KernelSet kernels, PackedWeights weights, int threads, long images, long[] sample)
    {
        (_graph, _kernels, _weights, _threads) = (graph, kernels, weights, threads);
        _images = images;
        _shapes = graph.InferShapes(sample);
        _sums = graph.Nodes.OfType<AddNode>().Select(add => (add.Id, Convolution: ConvolutionThatAdds(add)))
            .Where(sum => sum.Convolution is not null).ToDictionary(sum => sum.Id, sum => sum.Convolution!);
    }

    /// <summary>Builds the plan for a batch of inputs of one shape.</summary>
    public static Plan Build(InferenceGraph graph, KernelSet kernels, PackedWeights weights, int threads, long images, long[] sample) =>
        new PlanBuilder(graph, kernels, weights, threads, images, sample).Build();

    private Plan Build()
    {
        GiveHomes();
        for (var step = 0; step < _graph.Nodes.Count; step++)
        {
            var node = _graph.Nodes[step];
            if (IsPartOfSum(node)) continue;
            foreach (var id in (int[])[node.Id, .. InputsOf(node)])
            {
                _layout.Use(Owner(id), checked(_images * ShapeText.Count(_shapes[Owner(id)])), step);
            }
        }

        foreach (var output in _graph.Outputs) _layout.Use(Owner(output.Node), 0, _graph.Nodes.Count);
        _layout.Assign();

        Add(_graph.Input, new InputStep(MapOf(_graph.Input.Id), _graph.Input.ChannelsLast));
        foreach (var node in _graph.Nodes.Skip(1)) Add(node);
        for (var i = 0; i < _graph.Outputs.Count; i++)
        {
            Add(_graph[_graph.Outputs[i].Node], new OutputStep(MapOf(_graph.Outputs[i].Node), i));
        }
        var scratch = Rounding.Up(_steps.Max(step => step.Scratch), 16);
        return new Plan([.. _steps], [.. _nodes], _layout.Length, scratch);
    }

    // A sum is computed by the convolution whose output is read only by the sum; the later one of two, when the other map exists.
    private ConvNode? ConvolutionThatAdds(AddNode add) => add.Inputs.Count != 2 || add.Inputs[0] == add.Inputs[1] ? null : _graph.Nodes
        .OfType<ConvNode>()
        .LastOrDefault(conv => conv is { IsLinear: true, Groups: 1 } && add.Inputs.Contains(conv.Id)
            && _graph.Nodes.Count(node => node.Inputs.Contains(conv.Id)) == 1 && _graph.Outputs.All(output => output.Node != conv.Id));

    private bool IsPartOfSum(GraphNode node) => node is ConvNode && _sums.Values.Contains(node);

    // the maps read when the node is computed
    private IEnumerable<int> InputsOf(GraphNode node) =>
        _sums.TryGetValue(node.Id, out var conv) ? [conv.Inputs[0], OtherInput(node, conv)] : node.Inputs;

    private static int OtherInput(GraphNode sum, GraphNode node) => sum.Inputs.Single(id => id != node.Id);

    // A map that is only read by a concatenation is written directly into the concatenation's map.
    private void GiveHomes()
    {
        var uses = _graph.Nodes.OfType<ConcatNode>().SelectMany(concat => concat.Inputs).CountBy(id => id).ToDictionary();
        foreach (var concat in _graph.Nodes.OfType<ConcatNode>())
        {
            var first = 0L;
            foreach (var id in concat.Inputs)
            {
                if (uses[id] == 1 && !IsView(_graph[id])) _homes[id] = (concat.Id, first);
                first += _shapes[id][0];
            }
        }
    }

    // Whether the node's map is the map of its input, or some of its channels.
    private bool IsView(GraphNode node) => node switch
    {
        SliceNode or DropoutNode or UnflattenNode => true,
        FlattenNode => _shapes[node.Inputs[0]] is not [_, var height, var width] || (height == 1 && width == 1),
        _ => false,
    };

    // The node whose map contains this node's map.
    private int Owner(int id)
    {
        if (_homes.TryGetValue(id, out var home)) return Owner(home.Concat);
        return IsView(_graph[id]) ? Owner(_graph[id].Inputs[0]) : id;
    }

    private Map MapOf(int id)
    {
        var (channels, height, width) = _shapes[id] is [var c, var h, var w] ? (c, h, w) : (_shapes[id][0], 1, 1);
        if (_homes.TryGetValue(id, out var home)) return MapOf(home.Concat).Slice(home.FirstChannel, channels);
        var node = _graph[id];
        if (IsView(node)) return MapOf(node.Inputs[0]).Slice(node is SliceNode slice ? slice.Start : 0, channels);
        return new Map(_layout[id], _images, channels, height, width, channels);
    }

    private void Add(GraphNode node)
    {
        if (IsView(node) || IsPartOfSum(node)) return;
        if (_sums.TryGetValue(node.Id, out var adds))
        {
            var sum = new Convolution(
                MapOf(adds.Inputs[0]), MapOf(node.Id), adds.Window, adds.Groups, ((AddNode)node).Relu,
                Addend: MapOf(OtherInput(node, adds)));
            Add(sum, adds, adds.Weight, adds.Bias);
            return;
        }

        Map input = MapOf(node.Inputs[0]), output = MapOf(node.Id);
        switch (node)
        {
            case ConcatNode concat:
                AddCopies(concat, output);
                return;
            case ConvNode conv:
                Add(new Convolution(input, output, conv.Window, conv.Groups, conv.Relu, Activation: _kernels.Pass(conv.Activation)), conv,
                    conv.Weight, conv.Bias);
                return;
            case LinearNode linear:
                Add(new Convolution(input, output, new Window2d((1, 1)), 1, linear.Relu, Activation: _kernels.Pass(linear.Activation)),
                    linear, linear.Weight, linear.Bias);
                return;
        }

        Add(node, node switch
        {
            MaxPoolNode pool => _kernels.MaxPool(input, output, pool.Window),
            AvgPoolNode pool => _kernels.AveragePool(
                input, output,
                PoolArea.Sliding(input.Height, output.Height, pool.Window.KernelSize.Height, pool.Window.Stride.Height,
                    pool.Window.Padding.Height, pool.Window.End.Height, pool.CountIncludePad),
                PoolArea.Sliding(input.Width, output.Width, pool.Window.KernelSize.Width, pool.Window.Stride.Width,
                    pool.Window.Padding.Width, pool.Window.End.Width, pool.CountIncludePad)),
            AdaptiveAvgPoolNode => _kernels.AveragePool(
                input, output, PoolArea.Adaptive(input.Height, output.Height), PoolArea.Adaptive(input.Width, output.Width)),
            LocalResponseNormNode norm => _kernels.Normalise(input, output, norm),
            ScaleNode scale => _kernels.Scale(input, output, _weights.For(scale), scale.Relu),
            MulNode mul => _kernels.Multiply(input, output, (float)mul.Factor),
            AddNode add => _kernels.Add(input, MapOf(add.Inputs[1]), output, add.Relu),
            ReluNode => _kernels.Copy(input, output, relu: true),
            FlattenNode => new FlattenStep(input, output),
            ActivationNode activation => _kernels.Apply(input, output, activation.Function),
            ProductNode product => _kernels.Product(input, MapOf(product.Inputs[1]), output),
            SoftmaxNode => new SoftmaxStep(input, output),
            GlobalMaxPoolNode => _kernels.MaxPool(input, output, new Window2d((input.Height, input.Width))),
            PadNode pad => new PadStep(input, output, pad.Start.Height, pad.Start.Width, (float)pad.Value),
            ShuffleNode shuffle => new ShuffleStep(input, output, shuffle.Groups),
            _ => throw new NotSupportedException($"node {node.Name} ({node.Operator}) cannot be run."),
        });
    }

    private void Add(GraphNode node, Step step)
    {
        _steps.Add(step);
        _nodes.Add(node.Id);
    }

    private void Add(Convolution convolution, GraphNode node, Weight weight, Weight? bias)
    {
        // a failed allocation is retried at the next call
        var exact = new Lazy<Step>(() => Plan(_kernels.Plain, null), LazyThreadSafetyMode.PublicationOnly);
        Add(node, Plan(_kernels.Choose(convolution), exact));

        Step Plan(ConvolutionKernel kernel, Lazy<Step>? exact) =>
            kernel.Plan(convolution, _weights.For(node.Id, kernel, weight, bias, convolution.Groups), _threads, exact);
    }

    private void AddCopies(ConcatNode concat, Map output)
    {
        var first = 0L;
        foreach (var id in concat.Inputs)
        {
            var channels = _shapes[id][0];
            var isHome = _homes.TryGetValue(id, out var home) && home.Concat == concat.Id;
            if (!isHome) Add(concat, _kernels.Copy(MapOf(id), output.Slice(first, channels), relu: false));
            first += channels;
        }
    }
}
