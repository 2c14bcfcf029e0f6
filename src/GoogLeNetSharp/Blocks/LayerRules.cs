using GoogLeNetSharp.Graphs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>The supported TorchSharp layers. In evaluation mode, each becomes one graph node.</summary>
internal static class LayerRules
{
    /// <summary>The supported layers, as listed in messages.</summary>
    public const string Layers =
        "Conv2d, BatchNorm2d, ReLU, MaxPool2d, AvgPool2d, AdaptiveAvgPool2d, LocalResponseNorm, Linear, Dropout, Flatten";

    /// <summary>Adds the node of a layer and returns its number, or null if the module is not one of <see cref="Layers"/>.</summary>
    public static int? Add(ModuleLowering to, nn.IModule<Tensor, Tensor> module, string path, int input) => module switch
    {
        Conv2d conv => AddConv(to, conv, path, input),
        BatchNorm2d norm => AddBatchNorm(to, norm, path, input),
        ReLU => to.Node(Named(path, module), (id, name) => new ReluNode(id, name, [input])),
        Dropout dropout => to.Node(Named(path, module), (id, name) => new DropoutNode(id, name, [input], dropout.p)),
        MaxPool2d pool => AddMaxPool(to, pool, path, input),
        AvgPool2d pool => AddAvgPool(to, pool, path, input),
        AdaptiveAvgPool2d pool => to.Node(Named(path, module),
            (id, name) => new AdaptiveAvgPoolNode(id, name, [input], Pair(pool.output_size))),
        LocalResponseNorm norm => to.Node(Named(path, module),
            (id, name) => new LocalResponseNormNode(id, name, [input], norm.size, norm.alpha, norm.beta, norm.k)),
        Linear linear => to.Node(Named(path, module), (id, name) => new LinearNode(id, name, [input],
            to.Weight(linear.weight!, path), linear.bias is null ? null : to.Weight(linear.bias, path))),
        Flatten flatten => AddFlatten(to, flatten, path, input),
        _ => null,
    };

    /// <summary>Total padding of a convolution in height and in width, both sides together.</summary>
    public static long[] TotalPadding(Conv2d conv) => conv.padding_type == Padding.Same
        ? [.. conv.kernel_size.Zip(Spread(conv.dilation), (size, dilation) => dilation * (size - 1))]
        : [.. Spread(conv.padding ?? [0]).Select(pixels => 2 * pixels)];

    private static int AddConv(ModuleLowering to, Conv2d conv, string path, int input)
    {
        if (!to.ShapesOnly && conv.padding_mode != PaddingModes.Zeros)
            return to.Unsupported(path, conv, input, $"its padding mode is {conv.padding_mode}, only Zeros is supported");
        var total = TotalPadding(conv);
        if (total.Any(pixels => pixels % 2 != 0))
        {
            return to.Unsupported(path, conv, input,
                "its padding Same is asymmetric, which is not supported");
        }

        var window = WindowOf(conv.kernel_size, conv.stride, [.. total.Select(pixels => pixels / 2)], conv.dilation);
        return to.Node(Named(path, conv), (id, name) => new ConvNode(id, name, [input],
            to.Weight(conv.weight, path), conv.bias is null ? null : to.Weight(conv.bias, path), window, conv.groups));
    }

    private static int AddBatchNorm(ModuleLowering to, BatchNorm2d norm, string path, int input)
    {
        if (norm.running_mean is null || norm.running_var is null)
            return to.Unsupported(path, norm, input, "it has no running statistics and would normalise by the batch");
        var (mean, variance) = (to.Weight(norm.running_mean, path), to.Weight(norm.running_var, path));
        var weight = norm.affine ? to.Weight(norm.weight, path) : to.Filled(mean.Count, 1);
        var bias = norm.affine ? to.Weight(norm.bias!, path) : to.Filled(mean.Count, 0);
        var node = to.Node(Named(path, norm), (id, name) => new BatchNormNode(id, name, [input], weight, bias, mean, variance, norm.eps));
        to.AddNorm(node, norm);
        return node;
    }

    private static int AddMaxPool(ModuleLowering to, MaxPool2d pool, string path, int input)
    {
        var window = WindowOf(pool.kernel_size, pool.stride ?? pool.kernel_size, pool.padding, pool.dilation, pool.ceil_mode);
        return to.Node(Named(path, pool), (id, name) => new MaxPoolNode(id, name, [input], window));
    }

    private static int AddAvgPool(ModuleLowering to, AvgPool2d pool, string path, int input)
    {
        if (!to.ShapesOnly && pool.divisor_override is not (null or 0))
            return to.Unsupported(path, pool, input, $"its divisor_override is {pool.divisor_override}, only none is supported");
        var window = WindowOf(pool.kernel_size, pool.stride ?? pool.kernel_size, pool.padding, null, pool.ceil_mode);
        return to.Node(Named(path, pool), (id, name) => new AvgPoolNode(id, name, [input], window, pool.count_include_pad));
    }

    private static int AddFlatten(ModuleLowering to, Flatten flatten, string path, int input)
    {
        // axis 0 is the batch, followed by three axes of the map
        if (flatten.start_dim is not (1 or -3) || flatten.end_dim is not (-1 or 3))
        {
            return to.Unsupported(path, flatten, input,
                $"it flattens the axes {flatten.start_dim} to {flatten.end_dim}, only 1 to -1 is supported");
        }

        return to.Node(Named(path, flatten), (id, name) => new FlattenNode(id, name, [input]));
    }

    // TorchSharp's layers keep their geometry in arrays of one or two numbers, or null for the default.
    private static Window2d WindowOf(long[] kernelSize, long[] stride, long[]? padding, long[]? dilation,
        bool ceilMode = false) => new(Pair(kernelSize))
        {
            Stride = Pair(stride),
            Padding = Pair(padding ?? [0]),
            Dilation = Pair(dilation ?? [1]),
            CeilMode = ceilMode,
        };

    private static long[] Spread(long[] sizes) => [sizes[0], sizes[^1]];

    private static (long Height, long Width) Pair(long[] sizes) => (sizes[0], sizes[^1]);

    private static string Named(string path, object module) => path.Length == 0 ? module.GetType().Name : path;
}
