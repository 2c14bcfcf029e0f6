using System.Globalization;

namespace GoogLeNetSharp.Numerics;

/// <summary>A convolution for which libtorch returned a wrong result.</summary>
/// <param name="Convolution"> Description: type, sizes of input and weight, stride, padding, dilation, groups, layout, threads.
/// </param>
/// <param name="Quantity">The wrong quantity: output, input gradient or weight gradient.</param>
/// <param name="Expected">The correct value at the position of the largest error.</param>
/// <param name="Actual">The computed value, which may be not-a-number.</param>
/// <param name="RelativeError"> The error relative to the largest correct value; not-a-number if <paramref name="Actual"/> is.
/// </param>
/// <param name="Error">The message of libtorch's exception, or null.</param>
public sealed record WrongConvolution(
    string Convolution, string Quantity, double Expected, double Actual, double RelativeError, string? Error = null)
{
    /// <summary>Returns the convolution with the expected and the computed value.</summary>
    public override string ToString() => Error is not null
        ? $"{Convolution}: libtorch threw \"{Error}\""
        : string.Create(CultureInfo.InvariantCulture, $"{Convolution}: {Quantity} {Actual:G4} instead of {Expected:G4}{Share()}");

    private string Share() => double.IsFinite(RelativeError)
        ? string.Create(CultureInfo.InvariantCulture, $", off by {100 * RelativeError:F0}% of the largest")
        : "";
}
