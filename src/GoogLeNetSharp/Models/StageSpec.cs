using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>
/// One stage of the network as data: its name, what it makes of a shape, and how its module is built. Shapes are without the batch:
/// [C, H, W] for a map, [F] for features.
/// </summary>
internal abstract record StageSpec(string Name)
{
    /// <summary>Whether the stage takes features: a 1 x 1 map before it is flattened.</summary>
    public virtual bool TakesFeatures => false;

    /// <summary>The output shape, or null where the input does not fit.</summary>
    public abstract long[]? Output(long[] input);

    /// <summary>The output's channels (or features), for an input of that many.</summary>
    public virtual long OutChannels(long inChannels) => inChannels;

    /// <summary>The module, for an input of that many channels (or features).</summary>
    public abstract nn.Module<Tensor, Tensor> Build(long inChannels, BlockSettings settings);

    /// <summary>What the blocks of one network have in common.</summary>
    internal sealed record BlockSettings(double? BatchNormEps, long Branch5x5Kernel);

    private static long[]? Slide(Window window, long[] input, long channels)
    {
        var (height, width) = (window.Positions(input[1]), window.Positions(input[2]));
        return height >= 1 && width >= 1 ? [channels, height, width] : null;
    }

    internal sealed record TransformInput() : StageSpec("transform_input")
    {
        public override long[]? Output(long[] input) => input;
        public override nn.Module<Tensor, Tensor> Build(long inChannels, BlockSettings settings) => new InputTransform();
    }

    internal sealed record Conv(string Name, long Width, Window Window) : StageSpec(Name)
    {
        public override long OutChannels(long inChannels) => Width;
        public override long[]? Output(long[] input) => Slide(Window, input, Width);

        public override nn.Module<Tensor, Tensor> Build(long inChannels, BlockSettings settings) =>
            new ConvBlock(inChannels, Width, Window.KernelSize, Window.Stride, Window.Padding, settings.BatchNormEps);
    }

    internal sealed record Inception(string Name, InceptionWidths Widths) : StageSpec(Name)
    {
        public override long OutChannels(long inChannels) => Widths.OutChannels;
        public override long[]? Output(long[] input) => [Widths.OutChannels, input[1], input[2]];

        public override nn.Module<Tensor, Tensor> Build(long inChannels, BlockSettings settings) =>
            new InceptionModule(inChannels, Widths, settings.Branch5x5Kernel, settings.BatchNormEps);
    }

    internal sealed record MaxPool(string Name, Window Window) : StageSpec(Name)
    {
        public override long[]? Output(long[] input) => Slide(Window, input, input[0]);

        public override nn.Module<Tensor, Tensor> Build(long inChannels, BlockSettings settings) =>
            nn.MaxPool2d(Window.KernelSize, Window.Stride, Window.Padding, ceil_mode: Window.CeilMode);
    }

    internal sealed record AvgPool(string Name, Window Window) : StageSpec(Name)
    {
        public override long[]? Output(long[] input) => Slide(Window, input, input[0]);

        public override nn.Module<Tensor, Tensor> Build(long inChannels, BlockSettings settings) =>
            nn.AvgPool2d(Window.KernelSize, Window.Stride);
    }

    internal sealed record GlobalAvgPool(string Name) : StageSpec(Name)
    {
        public override long[]? Output(long[] input) => [input[0], 1, 1];
        public override nn.Module<Tensor, Tensor> Build(long inChannels, BlockSettings settings) => nn.AdaptiveAvgPool2d(1);
    }

    internal sealed record LocalResponseNorm(string Name, long Size, double Alpha, double Beta) : StageSpec(Name)
    {
        public override long[]? Output(long[] input) => input;

        public override nn.Module<Tensor, Tensor> Build(long inChannels, BlockSettings settings) =>
            nn.LocalResponseNorm(Size, Alpha, Beta, k: 1);
    }

    internal sealed record Dropout(string Name, double Probability) : StageSpec(Name)
    {
        public override bool TakesFeatures => true;
        public override long[]? Output(long[] input) => input.Skip(1).All(side => side == 1) ? [input[0]] : null;
        public override nn.Module<Tensor, Tensor> Build(long inChannels, BlockSettings settings) => nn.Dropout(Probability);
    }

    internal sealed record Linear(string Name, long OutFeatures) : StageSpec(Name)
    {
        public override bool TakesFeatures => true;
        public override long OutChannels(long inChannels) => OutFeatures;
        public override long[]? Output(long[] input) => input.Skip(1).All(side => side == 1) ? [OutFeatures] : null;
        public override nn.Module<Tensor, Tensor> Build(long inChannels, BlockSettings settings) => nn.Linear(inChannels, OutFeatures);
    }
}
