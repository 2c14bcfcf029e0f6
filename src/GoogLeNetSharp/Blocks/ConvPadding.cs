namespace GoogLeNetSharp;

/// <summary>Zeros around the input of a convolution: so many pixels on each side (<c>1</c>, <c>(0, 3)</c>), or
/// <see cref="Same"/>.</summary>
public sealed record ConvPadding
{
    private ConvPadding(Size2d? pixels) => Pixels = pixels;

    /// <summary>As many as keep height and width with stride 1: PyTorch's <c>padding='same'</c>. Where the number is odd, the last row or
    /// column gets one more.</summary>
    public static ConvPadding Same { get; } = new(pixels: null);

    /// <summary>Pixels on each side, or null for <see cref="Same"/>.</summary>
    public Size2d? Pixels { get; }

    /// <summary>The same number on all sides.</summary>
    /// <param name="pixels">Pixels, 0 or more.</param>
    public static implicit operator ConvPadding(long pixels) => new((Size2d)pixels);

    /// <summary>Above and below, left and right.</summary>
    /// <param name="pixels">Pixels above and below, and left and right, each 0 or more.</param>
    public static implicit operator ConvPadding((long Height, long Width) pixels) => new((Size2d)pixels);

    /// <summary>Above and below, left and right.</summary>
    /// <param name="pixels">Pixels above and below, and left and right, each 0 or more.</param>
    public static implicit operator ConvPadding(Size2d pixels) => new(pixels);

    /// <summary><c>same</c>, <c>1x1</c>.</summary>
    public override string ToString() => Pixels?.ToString() ?? "same";
}
