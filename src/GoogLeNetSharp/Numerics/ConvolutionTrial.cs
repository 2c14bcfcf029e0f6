using System.Diagnostics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Numerics;

/// <summary>Tries convolutions, and switches oneDNN off where that makes wrong ones right.</summary>
internal static class ConvolutionTrial
{
    // As a share of the largest right number. Wrong kernels are off by 5% and more; float32 rounds at 6e-8 and bfloat16 at 4e-3 of each
    // number.
    private const double Float32Tolerance = 1e-4, BFloat16Tolerance = 0.02;

    /// <summary>Makes the check.</summary>
    /// <param name="cases">The convolutions to try.</param>
    /// <param name="function">What computes them.</param>
    /// <param name="switchOff">Switches oneDNN off; false where that is not possible.</param>
    /// <param name="knownCause">The defect that the processor is known to set off, or null.</param>
    public static ConvolutionCheckResult Run(
        IReadOnlyList<ConvolutionCase> cases, ConvolutionFunction function, Func<bool> switchOff, string? knownCause)
    {
        var start = Stopwatch.GetTimestamp();
        var wrong = WrongOf(cases, function);
        if (wrong.Count == 0) return Result(ConvolutionCheckStatus.Passed, wrong);
        if (!switchOff()) return Result(ConvolutionCheckStatus.Failed, wrong);
        var stillWrong = WrongOf(cases, function);
        return stillWrong.Count == 0
            ? Result(ConvolutionCheckStatus.OneDnnSwitchedOff, wrong)
            : Result(ConvolutionCheckStatus.Failed, stillWrong);

        ConvolutionCheckResult Result(ConvolutionCheckStatus status, IReadOnlyList<WrongConvolution> found) =>
            new(status, found, cases.Count, Stopwatch.GetElapsedTime(start), found.Count > 0 ? knownCause : null);
    }

    /// <summary>The cases that a function computes wrong, each with what is wrong most.</summary>
    public static IReadOnlyList<WrongConvolution> WrongOf(IEnumerable<ConvolutionCase> cases, ConvolutionFunction function)
    {
        // Both types have the same whole numbers, so that one reference serves both.
        var references = new Dictionary<ConvolutionCase, (ConvolutionOperands Operands, ConvolutionNumbers Right)>();
        var wrong = new List<WrongConvolution>();
        foreach (var convolution in cases)
        {
            var key = convolution with { Type = ScalarType.Float32 };
            if (!references.TryGetValue(key, out var reference))
            {
                var operands = convolution.Operands();
                references[key] = reference = (operands, ReferenceConvolution.Compute(convolution, operands));
            }

            if (Difference(convolution, function, reference.Operands, reference.Right) is { } found) wrong.Add(found);
        }

        return wrong;
    }

    /// <summary>What is wrong most in a case; null where all is right.</summary>
    public static WrongConvolution? Difference(
        ConvolutionCase convolution, ConvolutionFunction function, ConvolutionOperands operands, ConvolutionNumbers right)
    {
        ConvolutionNumbers computed;
        try
        {
            computed = function(convolution, operands);
        }
        catch (Exception exception) when (exception is ExternalException or InvalidOperationException)
        {
            var message = exception.Message.Split('\n', 2)[0];         // a native message goes on with a native stack trace
            return new WrongConvolution(convolution.ToString(), "output", double.NaN, double.NaN, double.NaN, message);
        }

        var tolerance = convolution.Type == ScalarType.BFloat16 ? BFloat16Tolerance : Float32Tolerance;
        return new[]
        {
            Worst(convolution, "output", right.Output, computed.Output),
            Worst(convolution, "gradient to the input", right.InputGradient, computed.InputGradient),
            Worst(convolution, "gradient to the weight", right.WeightGradient, computed.WeightGradient),
        }.Where(found => found is not null && !(found.RelativeError <= tolerance))
            .MaxBy(found => double.IsNaN(found!.RelativeError) ? double.MaxValue : found.RelativeError);
    }

    private static WrongConvolution? Worst(ConvolutionCase convolution, string quantity, double[]? right, double[]? computed)
    {
        if (right is null || computed is null) return null;
        var largest = right.Max(Math.Abs);
        var worst = 0;
        for (var i = 0; i < right.Length; i++)
        {
            if (double.IsNaN(computed[i]))
            {
                worst = i;
                break;
            }

            if (Math.Abs(computed[i] - right[i]) > Math.Abs(computed[worst] - right[worst])) worst = i;
        }

        return new WrongConvolution(
            convolution.ToString(), quantity, right[worst], computed[worst], Math.Abs(computed[worst] - right[worst]) / largest);
    }
}
