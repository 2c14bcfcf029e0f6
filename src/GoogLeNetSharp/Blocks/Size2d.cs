namespace GoogLeNetSharp;

/// <summary>Height and width in pixels of a kernel, stride or padding. Converts from one number or a pair: <c>3</c>, <c>(1,
/// 7)</c>.</summary>
/// <param name="Height">Height.</param>
/// <param name="Width">Width.</param>
public readonly record struct Size2d(long Height, long Width)
{
    /// <summary>Creates a square size.</summary>
    /// <param name="side">Height and width.</param>
    public static implicit operator Size2d(long side) => new(side, side);

    /// <summary>Creates a size from height and width.</summary>
    /// <param name="size">Height and width.</param>
    public static implicit operator Size2d((long Height, long Width) size) => new(size.Height, size.Width);

    /// <summary>Returns <c>3</c> if both are equal, otherwise <c>1x7</c>.</summary>
    public override string ToString() => Height == Width
        ? FormattableString.Invariant($"{Height}")
        : FormattableString.Invariant($"{Height}x{Width}");
}
