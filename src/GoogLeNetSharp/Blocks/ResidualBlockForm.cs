namespace GoogLeNetSharp;

/// <summary>The convolutions of a <see cref="ResidualBlock"/>.</summary>
public enum ResidualBlockForm
{
    /// <summary>Two 3x3 convolutions, the first with the stride: ResNet-18 and 34.</summary>
    Basic,

    /// <summary>1x1 to the inner width, 3x3 with the stride, 1x1 to the output width: ResNet-50 and deeper.</summary>
    Bottleneck,
}
