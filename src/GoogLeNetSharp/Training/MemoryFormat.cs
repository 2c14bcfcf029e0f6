using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Channels-last tensors. TorchSharp has no memory-format API; strides are enough for libtorch to choose its kernels.</summary>
internal static class MemoryFormat
{
    /// <summary>Returns the same N x C x H x W values in channels-last memory.</summary>
    public static Tensor ChannelsLast(Tensor tensor)
    {
        using var last = tensor.permute(0, 2, 3, 1);
        using var laidOut = last.contiguous();
        return laidOut.permute(0, 3, 1, 2);
    }

    /// <summary>Converts the 4-D parameters in place; gradients and the optimizer's buffers follow their strides.</summary>
    public static void Apply(IEnumerable<Parameter> parameters, bool channelsLast)
    {
        using var noGradient = no_grad();
        foreach (var parameter in parameters.Where(parameter => parameter.dim() == 4))
        {
            using var laidOut = channelsLast ? ChannelsLast(parameter) : parameter.contiguous();
            parameter.set_(laidOut);
        }
    }
}
