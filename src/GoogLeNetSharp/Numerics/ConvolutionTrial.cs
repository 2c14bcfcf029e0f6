using System.Diagnostics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Numerics;

/// <summary>Tests convolutions and switches oneDNN off if that corrects wrong ones.</summary>
internal static class ConvolutionTrial
{
    // Relative to the largest correct value. Wrong kernels differ by 5% or more; float32 rounds by 6e-8 and bfloat16 by 4e-3.
    private const double Float32Tolerance = 1e-4, BFloat16Tolerance = 0.02;

    /// <summary>Runs the check.</summary>
    /// <param name="cases">The convolutions to test.</param>
    /// <param name="function">Computes a convolution.</param>
    /// <param name="switchOff">Switches oneDNN off; returns false if that is not possible.</param>
    /// <param name="knownCause">A known defect that affects the processor, or null.</param>
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

    /// <summary>Finds the wrong cases of a function, each with its largest error, in the order of the cases.</summary>
    public static IReadOnlyList<WrongConvolution> WrongOf(IEnumerable<ConvolutionCase> cases, ConvolutionFunction function)
    {
        var wrong = new List<WrongConvolution>();
        foreach (var convolution in cases)
        {
            var operands = convolution.Operands();
            var found = Differences(convolution, function, operands, ReferenceConvolution.Compute(convolution, operands));
            if (found.Count > 0) wrong.Add(found.MaxBy(one => double.IsNaN(one.RelativeError) ? double.MaxValue : one.RelativeError)!);
        }

        return wrong;
    }

    /// <summary>Finds the errors of a case: at most one each for output and gradients.</summary>
    public static IReadOnlyList<WrongConvolution> Differences(
        ConvolutionCase convolution, ConvolutionFunction function, ConvolutionOperands operands, ConvolutionNumbers right)
    {
        ConvolutionNumbers computed;
        try
        {
            computed = function(convolution, operands);
        }
        catch (Exception exception) when (exception is ExternalException or InvalidOperationException)
        {
            var message = exception.Message.Split('\n', 2)[0];         // native messages end with a native stack trace
            return [new WrongConvolution(convolution.ToString(), "output", double.NaN, double.NaN, double.NaN, message)];
        }

        var tolerance = convolution.Type == ScalarType.BFloat16 ? BFloat16Tolerance : Float32Tolerance;
        var wrong = new List<WrongConvolution>();
        AddIfWrong("output", right.Output, computed.Output);
        AddIfWrong("gradient to the input", right.InputGradient, computed.InputGradient);
        AddIfWrong("gradient to the weight", right.WeightGradient, computed.WeightGradient);
        return wrong;

        void AddIfWrong(string quantity, double[]? expected, double[]? actual)
        {
            if (expected is null || actual is null) return;
            var (worst, error) = Worst(expected, actual);
            if (!(error <= tolerance))
            {
                wrong.Add(new WrongConvolution(convolution.ToString(), quantity, expected[worst], actual[worst], error));
            }
        }
    }

    // the position and relative size of the largest error; the first not-a-number takes precedence
    private static (int Position, double Error) Worst(double[] expected, double[] actual)
    {
        var (largest, worst, difference) = (0.0, 0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            var here = Math.Abs(actual[i] - expected[i]);
            if (double.IsNaN(here)) return (i, double.NaN);
            if (here > difference) (worst, difference) = (i, here);
        }

        // if all correct values are 0, the error of any other value is infinite
        return (worst, difference == 0 ? 0 : difference / largest);
    }
}
