namespace GoogLeNetSharp;

/// <summary>
/// Converts an image normalized with ImageNet's mean and standard deviation to (x - 0.5) / 0.5, channel by channel: <c>_transform_input</c>
/// in torchvision's googlenet.py. N x 3 x H x W in and out.
/// </summary>
internal sealed class InputTransform() : Block(nameof(InputTransform))
{
    private static readonly double[] Mean = [0.485, 0.456, 0.406];
    private static readonly double[] Deviation = [0.229, 0.224, 0.225];

    /// <summary>The number of channels.</summary>
    public static long Channels => Mean.Length;

    /// <summary>Factor of each channel.</summary>
    public static double[] Scale { get; } = [.. Deviation.Select(deviation => deviation / 0.5)];

    /// <summary>Offset added to each channel after scaling.</summary>
    public static double[] Shift { get; } = [.. Mean.Select(mean => (mean - 0.5) / 0.5)];

    /// <inheritdoc/>
    protected override Value Define(Value x) => x.Affine(Scale, Shift);
}
