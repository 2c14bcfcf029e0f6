using System.Runtime.CompilerServices;

namespace GoogLeNetSharp;

/// <summary>Validates constructor arguments and settings.</summary>
internal static class Require
{
    public static long Positive(long value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name}: must be 1 or more.");

    public static long NotNegative(long value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name}: must be 0 or more.");

    public static double Probability(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name}: must be in [0, 1).");
}
