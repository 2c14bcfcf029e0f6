using System.Globalization;

namespace GoogLeNetSharp.Numerics;

/// <summary>A convolution that libtorch computed wrong.</summary>
/// <param name="Convolution">
/// The convolution in words: type, sizes of input and weight, stride, padding, dilation, groups, layout, threads.
/// </param>
/// <param name="Quantity">What was wrong: output, gradient to the input or gradient to the weight.</param>
/// <param name="Expected">The right number where the difference is largest.</param>
/// <param name="Actual">The number that came instead, which may be not-a-number.</param>
/// <param name="RelativeError">
/// The difference as a share of the largest right number; not-a-number where <paramref name="Actual"/> is.
/// </param>
/// <param name="Error">The message of the exception that libtorch threw instead of computing, or null.</param>
public sealed record WrongConvolution(
    string Convolution, string Quantity, double Expected, double Actual, double RelativeError, string? Error = null)
{
    /// <summary>The convolution, and what came instead of what.</summary>
    public override string ToString() => Error is not null
        ? $"{Convolution}: libtorch threw \"{Error}\""
        : string.Create(CultureInfo.InvariantCulture, $"{Convolution}: {Quantity} {Actual:G4} instead of {Expected:G4}{Share()}");

    private string Share() => double.IsFinite(RelativeError)
        ? string.Create(CultureInfo.InvariantCulture, $", off by {100 * RelativeError:F0}% of the largest")
        : "";
}
