using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Graphs;

/// <summary>Turns modules into nodes. Each method takes the number of the node it reads and returns the number of the one it ends with.</summary>
internal sealed class ModuleLowering
{
    private readonly GraphBuilder _graph;
    private readonly bool _shapesOnly;
    private readonly Dictionary<nint, Weight> _weights = [];     // by tensor: a layer at two places has one weight

    private ModuleLowering(GraphBuilder graph, bool shapesOnly)
    {
        _graph = graph;
        _shapesOnly = shapesOnly;
    }

    public static InferenceGraph Lower(nn.Module<Tensor, Tensor> module, bool shapesOnly)
    {
        var builder = new GraphBuilder();
        new ModuleLowering(builder, shapesOnly).Add(module, "", builder.Input);
        return builder.Build(module.GetType().Name);
    }

    private int Add(nn.IModule<Tensor, Tensor> module, string path, int input)
    {
        if (ForwardHooks.On(module))
            throw Unsupported(path, module, "it has a forward hook, and a graph runs none: remove the hook, or call the module itself");
        try
        {
            return AddModule(module, path, input);
        }
        catch (UnsupportedSettingException exception)
        {
            throw Unsupported(path, module, exception.Reason);
        }
    }

    private int AddModule(nn.IModule<Tensor, Tensor> module, string path, int input) => module switch
    {
        GoogLeNet network => AddNetwork(network, path, input),
        InceptionModule inception => AddBranches(path, input, inception.Branch1, inception.Branch2, inception.Branch3, inception.Branch4),
        InceptionNaive inception => AddBranches(path, input, inception.Branch1, inception.Branch2, inception.Branch3, inception.Branch4),
        AuxiliaryClassifier head => AddHead(head, path, input),
        ConvBlock block => AddBlock(block, path, input),
        InputTransform => AddInputTransform(path, input),
        // A class derived from Sequential may compute something else.
        Sequential list when list.GetType() == typeof(Sequential) => AddSequential(list, path, input),
        Conv2d conv => AddConv(conv, path, input),
        BatchNorm2d norm => AddBatchNorm(norm, path, input),
        ReLU => _graph.Add(id => new ReluNode(id, Named(path, module), [input])),
        Dropout dropout => _graph.Add(id => new DropoutNode(id, Named(path, module), [input], dropout.p)),
        MaxPool2d pool => AddMaxPool(pool, path, input),
        AvgPool2d pool => AddAvgPool(pool, path, input),
        AdaptiveAvgPool2d pool => _graph.Add(id => new AdaptiveAvgPoolNode(id, Named(path, module), [input], LayerWindow.Pair(pool.output_size))),
        LocalResponseNorm norm => _graph.Add(id =>
            new LocalResponseNormNode(id, Named(path, module), [input], norm.size, norm.alpha, norm.beta, norm.k)),
        Linear linear => _graph.Add(id => new LinearNode(id, Named(path, module), [input],
            Of(linear.weight!, path), linear.bias is null ? null : Of(linear.bias, path))),
        Flatten flatten => AddFlatten(flatten, path, input),
        _ => throw Unsupported(path, module, "supported are the blocks and networks of GoogLeNetSharp, Conv2d, BatchNorm2d, ReLU, MaxPool2d, AvgPool2d, "
            + "AdaptiveAvgPool2d, LocalResponseNorm, Linear, Dropout, Flatten, and Sequential of these"),
    };

    private int AddNetwork(GoogLeNet network, string path, int input)
    {
        var current = input;
        var flat = false;
        foreach (var stage in network.Stages)
        {
            if (stage.TakesFeatures && !flat)
            {
                var map = current;
                current = _graph.Add(id => new FlattenNode(id, Join(path, "flatten"), [map]));
                flat = true;
            }

            current = Add(stage.Module, Join(path, stage.Name), current);
        }

        return current;
    }

    private int AddBranches(string path, int input, params nn.Module<Tensor, Tensor>[] branches)
    {
        int[] ends = [.. branches.Select((branch, index) => Add(branch, Join(path, $"branch{index + 1}"), input))];
        return _graph.Add(id => new ConcatNode(id, Join(path, "concat"), ends));
    }

    private int AddHead(AuxiliaryClassifier head, string path, int input)
    {
        var pooled = Add(head.Pool, Join(path, "pool"), input);
        var convolved = Add(head.Conv, Join(path, "conv"), pooled);
        var flat = _graph.Add(id => new FlattenNode(id, Join(path, "flatten"), [convolved]));
        var hidden = Add(head.Fc1, Join(path, "fc1"), flat);
        var rectified = _graph.Add(id => new ReluNode(id, Join(path, "relu"), [hidden]));
        var kept = Add(head.Dropout, Join(path, "dropout"), rectified);
        return Add(head.Fc2, Join(path, "fc2"), kept);
    }

    private int AddBlock(ConvBlock block, string path, int input)
    {
        var convolved = Add(block.Conv, Join(path, "conv"), input);
        var normalised = block.BatchNorm is null ? convolved : Add(block.BatchNorm, Join(path, "bn"), convolved);
        return _graph.Add(id => new ReluNode(id, Join(path, "relu"), [normalised]));
    }

    private int AddInputTransform(string path, int input) => _graph.Add(id => new ScaleNode(id, path, [input],
        Constant(InputTransform.Scale), Constant(InputTransform.Shift)));

    private int AddSequential(Sequential list, string path, int input)
    {
        // A name may come twice and a module too: the list is walked by index, and by name only for the path.
        var names = list.named_children().Select(child => child.name).ToArray();
        var current = input;
        for (var i = 0; i < list.Count; i++) current = Add(list[i], Join(path, names[i]), current);
        return current;
    }

    private int AddConv(Conv2d conv, string path, int input)
    {
        if (conv.padding_mode != PaddingModes.Zeros) throw Unsupported(path, conv, $"its padding mode is {conv.padding_mode}, only Zeros is supported");
        var padding = conv.padding_type == Padding.Same ? LayerWindow.SamePadding(conv) : conv.padding;
        if (padding is null && conv.padding_type == Padding.Same)
            throw Unsupported(path, conv, "its padding Same puts more zeros on one side than on the other, which is not supported");
        var window = LayerWindow.Of(conv.kernel_size, conv.stride, padding, conv.dilation);
        return _graph.Add(id => new ConvNode(id, Named(path, conv), [input],
            Of(conv.weight, path), conv.bias is null ? null : Of(conv.bias, path), window, conv.groups));
    }

    private int AddBatchNorm(BatchNorm2d norm, string path, int input)
    {
        if (norm.running_mean is null || norm.running_var is null)
            throw Unsupported(path, norm, "it has no running statistics and would normalise by the batch");
        var (mean, variance) = (Of(norm.running_mean, path), Of(norm.running_var, path));
        var weight = norm.affine ? Of(norm.weight, path) : Weight.Filled(mean.Count, 1);
        var bias = norm.affine ? Of(norm.bias!, path) : Weight.Filled(mean.Count, 0);
        return _graph.Add(id => new BatchNormNode(id, Named(path, norm), [input], weight, bias, mean, variance, norm.eps));
    }

    private int AddMaxPool(MaxPool2d pool, string path, int input)
    {
        var window = PoolWindow(pool.kernel_size, pool.stride, pool.padding, pool.dilation, pool.ceil_mode);
        return _graph.Add(id => new MaxPoolNode(id, Named(path, pool), [input], window));
    }

    private int AddAvgPool(AvgPool2d pool, string path, int input)
    {
        if (pool.divisor_override is not (null or 0)) throw Unsupported(path, pool, $"its divisor_override is {pool.divisor_override}, only none is supported");
        var window = PoolWindow(pool.kernel_size, pool.stride, pool.padding, null, pool.ceil_mode);
        return _graph.Add(id => new AvgPoolNode(id, Named(path, pool), [input], window, pool.count_include_pad));
    }

    private int AddFlatten(Flatten flatten, string path, int input)
    {
        // The batch comes first, and a map has three more axes.
        if (flatten.start_dim is not (1 or -3) || flatten.end_dim is not (-1 or 3))
            throw Unsupported(path, flatten, $"it flattens the axes {flatten.start_dim} to {flatten.end_dim}, only 1 to -1 is supported");
        return _graph.Add(id => new FlattenNode(id, Named(path, flatten), [input]));
    }

    private static Window2d PoolWindow(long[] kernelSize, long[]? stride, long[]? padding, long[]? dilation, bool ceilMode) =>
        LayerWindow.Of(kernelSize, stride ?? kernelSize, padding, dilation, ceilMode);

    private Weight Of(Tensor tensor, string path)
    {
        if (tensor.IsInvalid) throw new ObjectDisposedException($"module {path}");
        if (_weights.TryGetValue(tensor.Handle, out var known)) return known;
        return _weights[tensor.Handle] = _shapesOnly ? Weight.ShapeOnly(tensor.shape) : TensorWeight.Of(tensor);
    }

    private static Weight Constant(double[] values) => new([.. values.Select(value => (float)value)], values.Length);

    private static NotSupportedException Unsupported(string path, object module, string reason) =>
        new($"module: {(path.Length == 0 ? "the module itself" : path)} ({module.GetType().Name}) cannot be lowered: {reason}.");

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Named(string path, object module) => path.Length == 0 ? module.GetType().Name : path;
}
