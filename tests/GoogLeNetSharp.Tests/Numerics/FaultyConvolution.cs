using GoogLeNetSharp.Numerics;

namespace GoogLeNetSharp.Tests.Numerics;

/// <summary>A convolution function that is wrong in one of the ways that have been seen, until its oneDNN is switched off.</summary>
internal sealed class FaultyConvolution(
    Func<ConvolutionCase, ConvolutionNumbers, ConvolutionNumbers> fault, bool canBeSwitchedOff = true, bool isMended = true)
{
    private bool _on = true;

    /// <summary>How often it was switched off.</summary>
    public int SwitchedOff { get; private set; }

    public static ConvolutionNumbers Right(ConvolutionCase convolution, ConvolutionOperands operands) =>
        ReferenceConvolution.Compute(convolution, operands);

    public ConvolutionNumbers Compute(ConvolutionCase convolution, ConvolutionOperands operands)
    {
        var right = Right(convolution, operands);
        return _on ? fault(convolution, right) : right;
    }

    public bool SwitchOff()
    {
        SwitchedOff++;
        if (canBeSwitchedOff && isMended) _on = false;
        return canBeSwitchedOff;
    }
}
