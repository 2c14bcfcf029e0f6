using System.Runtime.CompilerServices;

namespace GoogLeNetSharp;

/// <summary>Validates sizes in constructor arguments and settings.</summary>
internal static class RequireSize
{
    public static Size2d Positive(Size2d value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is { Height: >= 1, Width: >= 1 }
            ? value
            : throw new ArgumentOutOfRangeException(name, Shown(value), $"{name}: must be 1 or more.");

    public static Size2d NotNegative(Size2d value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is { Height: >= 0, Width: >= 0 }
            ? value
            : throw new ArgumentOutOfRangeException(name, Shown(value), $"{name}: must be 0 or more.");

    private static object Shown(Size2d value) => value.Height == value.Width ? (object)value.Height : value;
}
