namespace GoogLeNetSharp;

/// <summary>Height and width in pixels: of a kernel, a step, a padding. One number stands for both, a pair for each: <c>3</c>, <c>(1,
/// 7)</c>.</summary>
/// <param name="Height">Height, down.</param>
/// <param name="Width">Width, across.</param>
public readonly record struct Size2d(long Height, long Width)
{
    /// <summary>A square.</summary>
    /// <param name="side">Height and width.</param>
    public static implicit operator Size2d(long side) => new(side, side);

    /// <summary>Height and width apart.</summary>
    /// <param name="size">Height and width.</param>
    public static implicit operator Size2d((long Height, long Width) size) => new(size.Height, size.Width);

    /// <summary><c>3</c> where both are the same, otherwise <c>1x7</c>.</summary>
    public override string ToString() => Height == Width
        ? FormattableString.Invariant($"{Height}")
        : FormattableString.Invariant($"{Height}x{Width}");
}
