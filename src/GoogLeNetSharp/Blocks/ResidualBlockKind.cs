namespace GoogLeNetSharp;

/// <summary>The convolutions of a <see cref="ResidualBlock"/>.</summary>
public enum ResidualBlockKind
{
    /// <summary>Two 3x3 convolutions: ResNet-18 and 34.</summary>
    Basic,

    /// <summary>1x1, 3x3 and a 1x1 convolution to four times as many channels: ResNet-50 and deeper.</summary>
    Bottleneck,
}
