using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>One stage of a network as data: its name and how to build its module.</summary>
internal abstract record StageSpec(string Name)
{
    /// <summary>Creates the module for an input with the given channels (or features), and returns its output channels.</summary>
    public abstract (nn.Module<Tensor, Tensor> Module, long OutChannels) Build(long inChannels, BlockSettings settings);

    /// <summary>Settings shared by all blocks of a network.</summary>
    internal sealed record BlockSettings(BatchNormSettings? BatchNorm, long Branch5x5Kernel, Device? Device, ScalarType? Type);

    internal sealed record TransformInput() : StageSpec("transform_input")
    {
        public override (nn.Module<Tensor, Tensor>, long) Build(long inChannels, BlockSettings settings) =>
            (new InputTransform(), inChannels);
    }

    internal sealed record Conv(string Name, long Width, Window2d Window) : StageSpec(Name)
    {
        public override (nn.Module<Tensor, Tensor>, long) Build(long inChannels, BlockSettings settings) =>
            (new ConvBlock(
                inChannels, Width, Window.KernelSize, Window.Stride, Window.Padding, batchNorm: settings.BatchNorm, device: settings.Device,
                dtype: settings.Type), Width);
    }

    internal sealed record Inception(string Name, InceptionWidths Widths) : StageSpec(Name)
    {
        public override (nn.Module<Tensor, Tensor>, long) Build(long inChannels, BlockSettings settings) =>
            (new InceptionModule(inChannels, Widths, settings.Branch5x5Kernel, settings.BatchNorm, settings.Device, settings.Type),
                Widths.OutChannels);
    }

    internal sealed record MaxPool(string Name, Window2d Window) : StageSpec(Name)
    {
        public override (nn.Module<Tensor, Tensor>, long) Build(long inChannels, BlockSettings settings) =>
            (nn.MaxPool2d(Window.KernelSize, Window.Stride, Window.Padding, ceil_mode: Window.CeilMode), inChannels);
    }

    internal sealed record AvgPool(string Name, long KernelSize) : StageSpec(Name)
    {
        public override (nn.Module<Tensor, Tensor>, long) Build(long inChannels, BlockSettings settings) =>
            (nn.AvgPool2d(KernelSize, stride: 1), inChannels);
    }

    internal sealed record GlobalAvgPool(string Name) : StageSpec(Name)
    {
        public override (nn.Module<Tensor, Tensor>, long) Build(long inChannels, BlockSettings settings) =>
            (nn.AdaptiveAvgPool2d(1), inChannels);
    }

    internal sealed record LocalResponseNorm(string Name, long Size, double Alpha, double Beta) : StageSpec(Name)
    {
        public override (nn.Module<Tensor, Tensor>, long) Build(long inChannels, BlockSettings settings) =>
            (nn.LocalResponseNorm(Size, Alpha, Beta, k: 1), inChannels);
    }

    internal sealed record Dropout(string Name, double Probability) : StageSpec(Name)
    {
        public override (nn.Module<Tensor, Tensor>, long) Build(long inChannels, BlockSettings settings) =>
            (nn.Dropout(Probability), inChannels);
    }

    internal sealed record Linear(string Name, long OutFeatures) : StageSpec(Name)
    {
        public override (nn.Module<Tensor, Tensor>, long) Build(long inChannels, BlockSettings settings) =>
            (nn.Linear(inChannels, OutFeatures, device: settings.Device, dtype: settings.Type), OutFeatures);
    }
}
