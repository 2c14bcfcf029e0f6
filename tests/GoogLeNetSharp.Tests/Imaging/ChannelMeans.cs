using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Imaging;

/// <summary>A network whose logits are known: the mean of each channel, times ten. A kind of module that cannot be compiled.</summary>
public sealed class ChannelMeans() : nn.Module<Tensor, Tensor>(nameof(ChannelMeans))
{
    /// <summary>N x 3 x H x W in, N x 3 out.</summary>
    public override Tensor forward(Tensor input)
    {
        using var means = input.mean([2, 3]);
        return means * 10;
    }

    /// <summary>The same, of layers that can be compiled; without the factor.</summary>
    public static nn.Module<Tensor, Tensor> Compilable() => nn.Sequential(("pool", nn.AdaptiveAvgPool2d(1)), ("flatten", nn.Flatten()));
}
