using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>Runs a graph node by node on a batch, channels last, each map freed after its last use. Safe for concurrent calls.</summary>
internal sealed class GraphRunner : IDisposable
{
    private readonly RunForm _form;
    private readonly GraphNode[] _nodes;
    private readonly Geometry?[] _geometry;
    private readonly int[][] _inputs;               // by node, the positions of the nodes it reads
    private readonly int[][] _lastUses;             // by node, the positions of those that nobody reads after it
    private readonly bool _fused;
    private readonly RunPlanCache? _plans;          // null: TorchSharp's own operators

    /// <summary>Prepares a graph, which stays the caller's.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="type">The type of the maps.</param>
    /// <param name="native">Whether the kernels of this library are used.</param>
    /// <param name="fused">Whether oneDNN's fused convolutions are used for what no kernel of this library takes; TorchSharp's operator otherwise.</param>
    public GraphRunner(InferenceGraph graph, ScalarType type, bool native, bool fused)
    {
        _fused = fused;
        _form = new RunForm(graph, type);
        _nodes = [.. Graph.Nodes];
        _geometry = [.. _nodes.Select(Geometry.Of)];
        var position = _nodes.Select((node, index) => (node.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
        _inputs = [.. _nodes.Select(node => node.Inputs.Select(id => position[id]).ToArray())];
        var lastReader = new int[_nodes.Length];
        for (var reader = 0; reader < _nodes.Length; reader++)
            foreach (var input in _inputs[reader]) lastReader[input] = reader;
        _lastUses = [.. _nodes.Select((_, reader) => Enumerable.Range(0, reader).Where(i => lastReader[i] == reader).ToArray())];
        if (native) _plans = new RunPlanCache(_form, fused);
    }

    /// <summary>The graph that is run.</summary>
    public InferenceGraph Graph => _form.Graph;

    /// <summary>The type of the maps.</summary>
    public ScalarType Type => _form.Type;

    /// <summary>Runs a batch, N x C x H x W or N x F, of any floating type and layout.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="result">Takes the output: float32, of the output's shape.</param>
    /// <param name="cancellation">Ends the run between two nodes.</param>
    public void Run(Tensor batch, Tensor result, CancellationToken cancellation)
    {
        var values = new Tensor?[_nodes.Length];
        try
        {
            values[0] = Prepare(batch);
            var plan = _plans?.For(batch.shape);
            for (var i = 1; i < _nodes.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                values[i] = Compute(i, values, plan);
                foreach (var used in _lastUses[i])
                {
                    values[used]?.Dispose();
                    values[used] = null;
                }
            }

            result.copy_(values[^1]!);
        }
        finally
        {
            foreach (var value in values) value?.Dispose();
        }
    }

    public void Dispose()
    {
        _plans?.Dispose();
        _form.Dispose();
    }

    // Null where the node has written into the map of the concatenation that reads it.
    private Tensor? Compute(int index, Tensor?[] values, RunPlan? plan)
    {
        if (_nodes[index] is ConcatNode) return Join(index, values, plan);
        var input = values[_inputs[index][0]]!;
        switch (_nodes[index])
        {
            case ConvNode conv when plan is not null:
                return Convolve(index, conv, input, values, plan);
            case ConvNode conv:
                return Convolve(index, conv, input);
            case MaxPoolNode pool:
                return MaxPool(pool, _geometry[index]!, input);
            case AvgPoolNode pool:
                var (window, average) = (_geometry[index]!, pool.Window);
                return nn.functional.avg_pool2d(input, window.Kernel, window.Stride, window.Padding, average.CeilMode, pool.CountIncludePad);
            case AdaptiveAvgPoolNode pool:
                return nn.functional.adaptive_avg_pool2d(input, [pool.OutputSize.Height, pool.OutputSize.Width]);
            case ScaleNode:
                return addcmul(_form.Bias(index)!, input, _form.Weight(index), 1);
            case LocalResponseNormNode norm:
                using (var wide = input.to(float32))
                using (var normalised = nn.functional.local_response_norm(wide, norm.Size, norm.Alpha, norm.Beta, norm.K))
                    return normalised.to(Type, copy: true);
            case AddNode:
                return AddValues(input, values[_inputs[index][1]]!);
            case MulNode mul:
                return input * mul.Factor;
            case ReluNode:
                return input.relu();
            case FlattenNode:
                return input.flatten(1);
            case LinearNode:
                using (var features = input.to(float32)) return nn.functional.linear(features, _form.Weight(index), _form.Bias(index));
            case SliceNode slice:
                return input.narrow(1, slice.Start, slice.Length);
            case var node:
                throw new NotSupportedException($"node {node.Name} ({node.Operator}) cannot be run.");
        }
    }

    // A linear layer makes float32, whatever the type of the maps.
    private static Tensor AddValues(Tensor left, Tensor right)
    {
        using var other = right.to(left.dtype);
        return left + other;
    }

    private Tensor? Convolve(int index, ConvNode conv, Tensor input, Tensor?[] values, RunPlan plan)
    {
        var weight = plan.Weight(index);
        if (weight.Kernel == ConvolutionKernel.OneDnn) return NativeKernels.Convolve(input, weight.Tensor, _form.Bias(index), conv);
        if (weight.Kernel == ConvolutionKernel.Operator) return Convolve(index, conv, input);

        var (channels, _, _) = plan.Map(index);
        using var laidOut = MapView.Of(input) is null ? RunForm.ChannelsLast(input) : null;
        var from = MapView.Of(laidOut ?? input)!.Value;
        if (plan.Home(index) is var (concat, first))
        {
            var joined = values[concat] ??= NewMap(concat, plan);
            if (weight.Run(conv, from, MapView.Of(joined)!.Value.Slice(first, channels))) return null;
            using var place = joined.narrow(1, first, channels);
            using var direct = Convolve(index, conv, input);
            place.copy_(direct);
            return null;
        }

        var output = NewMap(index, plan);
        if (weight.Run(conv, from, MapView.Of(output)!.Value)) return output;
        output.Dispose();
        return Convolve(index, conv, input);
    }

    private Tensor Convolve(int index, ConvNode conv, Tensor input)
    {
        var (geometry, weight, bias) = (_geometry[index]!, _form.Weight(index), _form.Bias(index));
        if (_fused) return NativeKernels.Convolve(input, weight, bias, conv);
        var output = nn.functional.conv2d(input, weight, bias, geometry.Stride, geometry.Padding, geometry.Dilation, conv.Groups);
        return conv.Relu ? output.relu_() : output;
    }

    private Tensor Join(int index, Tensor?[] values, RunPlan? plan)
    {
        if (plan is null) return cat([.. _inputs[index].Select(position => values[position]!)], 1);
        var joined = values[index] ??= NewMap(index, plan);
        var first = 0L;
        foreach (var branch in _inputs[index])
        {
            var channels = plan.Map(branch).Channels;
            if (values[branch] is { } map)
            {
                using var place = joined.narrow(1, first, channels);
                place.copy_(map);
            }

            first += channels;
        }

        return joined;
    }

    private Tensor NewMap(int index, RunPlan plan)
    {
        var (channels, height, width) = plan.Map(index);
        return NativeKernels.EmptyMap(plan.Images, channels, height, width, Type);
    }

    private Tensor MaxPool(MaxPoolNode pool, Geometry geometry, Tensor input)
    {
        if (_plans is null || !MaxPoolKernel.Supports(pool.Window))
            return nn.functional.max_pool2d(input, geometry.Kernel, geometry.Stride, geometry.Padding, geometry.Dilation, pool.Window.CeilMode);
        using var laidOut = MapView.Of(input) is { HasGaps: false } ? null : RunForm.ChannelsLast(input);
        var from = MapView.Of(laidOut ?? input)!.Value;
        var (height, width) = pool.Window.Positions(from.Height, from.Width);
        var output = NativeKernels.EmptyMap(from.Images, from.Channels, height, width, Type);
        MaxPoolKernel.Run(from, pool.Window, MapView.Of(output)!.Value);
        return output;
    }

    private Tensor Prepare(Tensor batch)
    {
        using var detached = batch.detach();
        using var converted = detached.to(Type);
        return batch.dim() == 4 ? RunForm.ChannelsLast(converted) : converted.alias();
    }
}
