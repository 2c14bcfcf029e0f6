namespace GoogLeNetSharp;

/// <summary>Zero padding of a convolution: a number of pixels on each side (<c>1</c>, <c>(0, 3)</c>), or <see cref="Same"/>.</summary>
public sealed record ConvPadding
{
    private ConvPadding(Size2d? pixels) => Pixels = pixels;

    /// <summary>Padding that keeps height and width with stride 1: PyTorch's <c>padding='same'</c>. If the total is odd, the bottom or
    /// right side gets one more pixel.</summary>
    public static ConvPadding Same { get; } = new(pixels: null);

    /// <summary>Pixels on each side, or null for <see cref="Same"/>.</summary>
    public Size2d? Pixels { get; }

    /// <summary>Creates padding of the same size on all sides.</summary>
    /// <param name="pixels">Pixels, 0 or more.</param>
    public static implicit operator ConvPadding(long pixels) => new((Size2d)pixels);

    /// <summary>Creates padding with separate vertical and horizontal sizes.</summary>
    /// <param name="pixels">Pixels above and below, and left and right, each 0 or more.</param>
    public static implicit operator ConvPadding((long Height, long Width) pixels) => new((Size2d)pixels);

    /// <summary>Creates padding with separate vertical and horizontal sizes.</summary>
    /// <param name="pixels">Pixels above and below, and left and right, each 0 or more.</param>
    public static implicit operator ConvPadding(Size2d pixels) => new(pixels);

    /// <summary><c>same</c>, <c>1x1</c>.</summary>
    public override string ToString() => Pixels?.ToString() ?? "same";
}
