using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Calls a module within a block through <c>call</c>, so that hooks run, with the casts for mixed precision.</summary>
internal static class LayerForward
{
    /// <summary>Whether the module's gradient does not use its output values.</summary>
    public static bool MayOverwriteOutputOf(nn.Module module) => module is Conv2d or BatchNorm2d or Linear;

    /// <summary>Whether the module requires a batch axis. Unknown modules always receive one.</summary>
    public static bool NeedsBatch(nn.IModule<Tensor, Tensor> module) => module switch
    {
        Block block => block.Program.NeedsBatch,
        Sequential list => list.GetType() != typeof(Sequential)
            || list.children().Any(child => child is not nn.IModule<Tensor, Tensor> step || NeedsBatch(step)),
        _ => module is not (Conv2d or ReLU or Dropout or MaxPool2d or AvgPool2d or AdaptiveAvgPool2d),
    };

    /// <summary>Runs a module on a batch.</summary>
    public static Tensor Run(nn.Module<Tensor, Tensor> module, Tensor input) => module switch
    {
        Conv2d conv when StepsPast(conv, input) => ConvolveInFloat32(conv, input),
        Conv2d conv when conv.weight.dtype != input.dtype => Convolve(conv, input),
        Linear linear when linear.weight!.dtype != input.dtype => RunLinear(linear, input),
        LocalResponseNorm when Is16Bit(input.dtype) => RunIn(ScalarType.Float32, module, input),
        Sequential list when list.GetType() == typeof(Sequential) && Casts(list, input.dtype) => RunOneByOne(list, input),
        Block or BatchNorm2d or Sequential => module.call(input),
        _ when Is16Bit(input.dtype) && ParameterType(module) is { } own && own != input.dtype => RunIn(own, module, input),
        _ => module.call(input),
    };

    // The convolution's own call would see two types, so it is bypassed and hooks on it do not run.
    private static Tensor Convolve(Conv2d conv, Tensor input)
    {
        using var weight = conv.weight.to(input.dtype);
        using var bias = conv.bias?.to(input.dtype);
        var total = LayerRules.TotalPadding(conv);
        if (conv.padding_mode == PaddingModes.Zeros && total.All(pixels => pixels % 2 == 0))
        {
            return nn.functional.conv2d(input, weight, bias, conv.stride, [.. total.Select(pixels => pixels / 2)], conv.dilation,
                conv.groups);
        }

        // libtorch's order: the last axis first, and the odd pixel of "same" padding at the end.
        long[] sides = [total[1] / 2, total[1] - (total[1] / 2), total[0] / 2, total[0] - (total[0] / 2)];
        using var padded = nn.functional.pad(input, sides, conv.padding_mode == PaddingModes.Zeros
            ? PaddingModes.Constant
            : conv.padding_mode);
        return nn.functional.conv2d(padded, weight, bias, conv.stride, [0, 0], conv.dilation, conv.groups);
    }

    // oneDNN (3.7.1, in libtorch 2.10) leaves the bfloat16 gradient of weights that see only padding uninitialized. With strides larger
    // than the map, these are most weights.
    private static bool StepsPast(Conv2d conv, Tensor input) =>
        input.dtype == ScalarType.BFloat16 && is_grad_enabled()
        && (conv.stride[0] > input.shape[^2] || conv.stride[^1] > input.shape[^1]);

    private static Tensor ConvolveInFloat32(Conv2d conv, Tensor input)
    {
        using var converted = input.to(ScalarType.Float32);
        using var output = Convolve(conv, converted);
        return output.to(input.dtype);
    }

    private static Tensor RunLinear(Linear linear, Tensor input)
    {
        using var converted = input.to(linear.weight!.dtype);
        return linear.call(converted);
    }

    // libtorch has no 16-bit kernel for local response normalization, and unknown modules may not support mixed types.
    private static Tensor RunIn(ScalarType type, nn.Module<Tensor, Tensor> module, Tensor input)
    {
        using var converted = input.to(type);
        using var output = module.call(converted);
        return output.to(input.dtype);
    }

    private static ScalarType? ParameterType(nn.Module module) => module.parameters().FirstOrDefault()?.dtype;

    private static bool Is16Bit(ScalarType type) => type is ScalarType.BFloat16 or ScalarType.Float16;

    private static bool Casts(Sequential list, ScalarType type) => list.children().Any(child => child switch
    {
        Conv2d conv => conv.weight.dtype != type,
        Linear linear => linear.weight!.dtype != type,
        Sequential inner => inner.GetType() == typeof(Sequential) && Casts(inner, type),
        Block or BatchNorm2d => false,
        LocalResponseNorm => Is16Bit(type),
        _ => Is16Bit(type) && ParameterType(child) is { } own && own != type,
    });

    private static Tensor RunOneByOne(Sequential list, Tensor input)
    {
        var current = input;
        for (var i = 0; i < list.Count; i++)
        {
            Tensor next;
            try
            {
                next = Run((nn.Module<Tensor, Tensor>)list[i], current);
            }
            catch when (!ReferenceEquals(current, input))
            {
                current.Dispose();
                throw;
            }

            if (!ReferenceEquals(current, input) && !ReferenceEquals(current, next)) current.Dispose();
            current = next;
        }

        return current;
    }
}
