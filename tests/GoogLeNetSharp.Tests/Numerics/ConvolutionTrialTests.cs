using System.Runtime.InteropServices;
using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Numerics;

/// <summary>The check on functions that are wrong in each way that has been seen.</summary>
public sealed class ConvolutionTrialTests
{
    private static readonly IReadOnlyList<ConvolutionCase> AllCases = ConvolutionTable.Cases;

    [Fact]
    internal void Run_RightFunction_Passes()
    {
        var result = ConvolutionTrial.Run(AllCases, FaultyConvolution.Right, NeverAsked, "a cause");

        result.Should().BeEquivalentTo(new { Status = ConvolutionCheckStatus.Passed, Tried = AllCases.Count, KnownCause = (string?)null });
        result.Wrong.Should().BeEmpty();
        result.Elapsed.Should().BePositive();
        result.ToString().Should().MatchRegex($"^all of {AllCases.Count} convolutions are right, checked in [0-9]+ ms$");
    }

    [Fact]
    internal void Run_PaddedChannelsWrong_SwitchesOffAndNamesThem()
    {
        // What the reorder to blocks of 16 channels does: weights of the last, partly filled block become zero.
        var faulty = new FaultyConvolution((convolution, right) => convolution.InChannels % 16 == 0 ? right : Scaled(right, 0.5));

        var result = Run(faulty);

        result.Status.Should().Be(ConvolutionCheckStatus.OneDnnSwitchedOff);
        result.Wrong.Select(wrong => wrong.Convolution).Should().Equal(
            AllCases.Where(convolution => convolution.InChannels % 16 != 0).Select(convolution => convolution.ToString()));
        result.Wrong.Should().OnlyContain(wrong => wrong.Quantity == "output" && wrong.Actual == wrong.Expected / 2);
        result.Wrong.Should().OnlyContain(wrong => wrong.RelativeError > 0.4 && wrong.RelativeError <= 0.5);
        faulty.SwitchedOff.Should().Be(1);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    internal void Run_OneNumberNotFinite_SwitchesOff(double number)
    {
        var faulty = new FaultyConvolution((convolution, right) =>
            convolution is { Type: ScalarType.Float32, Kernel: 7 }
                ? right with { InputGradient = [.. right.InputGradient!.SkipLast(1), number] }
                : right);

        var result = Run(faulty);

        result.Status.Should().Be(ConvolutionCheckStatus.OneDnnSwitchedOff);
        result.Wrong.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Quantity = "gradient to the input", Actual = number });
        result.Wrong[0].ToString().Should().StartWith(
            "float32 1x3x5x5 by 64x3x7x7, stride 2, padding 3, 1 thread: gradient to the input ");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    internal void Run_WrongWithOneThreadOrSeveral_SwitchesOff(bool allThreads)
    {
        var faulty = new FaultyConvolution((convolution, right) => convolution.AllThreads == allThreads ? Scaled(right, 1.1) : right);

        var result = Run(faulty);

        result.Status.Should().Be(ConvolutionCheckStatus.OneDnnSwitchedOff);
        var threads = allThreads ? ", all threads" : ", 1 thread";
        result.Wrong.Should().NotBeEmpty().And.OnlyContain(wrong => wrong.Convolution.EndsWith(threads));
    }

    [Fact]
    internal void Run_OnlyGradientsWrong_SwitchesOff()
    {
        var inputGradient = Run(new FaultyConvolution((_, right) => right with { InputGradient = Zeros(right.InputGradient) }));
        var weightGradient = Run(new FaultyConvolution((_, right) => right with { WeightGradient = Zeros(right.WeightGradient) }));

        foreach (var (result, quantity) in new[] { (inputGradient, "gradient to the input"), (weightGradient, "gradient to the weight") })
        {
            result.Status.Should().Be(ConvolutionCheckStatus.OneDnnSwitchedOff);
            result.Wrong.Should().HaveCount(AllCases.Count(convolution => convolution.Gradients));
            result.Wrong.Should().OnlyContain(wrong => wrong.Quantity == quantity);
        }
    }

    [Theory]
    [InlineData("channels last")]
    [InlineData("bfloat16")]
    [InlineData("stride")]
    [InlineData("dilation")]
    [InlineData("2 groups")]
    [InlineData("24 groups")]
    [InlineData("112x512x1x1, channels last")]
    [InlineData("112x3x1x1, channels last")]
    [InlineData("64x24x5x5, padding 2, 1 thread")]
    internal void Run_OnlyOneKindWrong_SwitchesOff(string kind)
    {
        var faulty = new FaultyConvolution((convolution, right) => convolution.ToString().Contains(kind) ? Scaled(right, 0.9) : right);

        Run(faulty).Status.Should().Be(ConvolutionCheckStatus.OneDnnSwitchedOff);
    }

    [Fact]
    internal void Run_FunctionThrows_CountsAsWrong()
    {
        var faulty = new FaultyConvolution((convolution, right) =>
            convolution.Type == ScalarType.BFloat16 ? throw new ExternalException("could not create a primitive\nbacktrace") : right);

        var result = Run(faulty);

        result.Status.Should().Be(ConvolutionCheckStatus.OneDnnSwitchedOff);
        result.Wrong[0].ToString().Should().Be(
            "bfloat16 2x20x3x3 by 24x20x3x3, padding 1, 1 thread: libtorch threw \"could not create a primitive\"");
    }

    [Fact]
    internal void Run_CannotBeSwitchedOff_Fails()
    {
        var faulty = new FaultyConvolution((_, right) => Scaled(right, 2), canBeSwitchedOff: false);

        var result = Run(faulty);

        result.Status.Should().Be(ConvolutionCheckStatus.Failed);
        result.Wrong.Should().HaveCount(AllCases.Count);
        result.KnownCause.Should().Be("A cause");
    }

    [Fact]
    internal void Run_StillWrongAfterTheSwitch_FailsWithWhatIsWrongThen()
    {
        var faulty = new FaultyConvolution((_, right) => Scaled(right, 2), isMended: false);

        var result = Run(faulty);

        result.Status.Should().Be(ConvolutionCheckStatus.Failed);
        result.Wrong.Should().HaveCount(AllCases.Count);
        faulty.SwitchedOff.Should().Be(1);
    }

    [Fact]
    internal void Run_ErrorsOfRounding_Pass()
    {
        var faulty = new FaultyConvolution((convolution, right) =>
            Scaled(right, convolution.Type == ScalarType.BFloat16 ? 1.004 : 1.000001));

        Run(faulty).Status.Should().Be(ConvolutionCheckStatus.Passed);
    }

    [Fact]
    internal void ThrowIfFailed_FailedCheck_SaysWhichConvolutionGaveWhatAndWhatToDo()
    {
        var faulty = new FaultyConvolution((_, right) => right with { Output = [right.Output[0] + 3] }, canBeSwitchedOff: false);
        var only = new ConvolutionCase(ScalarType.BFloat16, 1, 1, 2) { Images = 1, Side = 2, Gradients = false };
        var right = ReferenceConvolution.Compute(only, only.Operands()).Output[0];

        var result = ConvolutionTrial.Run([only], faulty.Compute, faulty.SwitchOff, "A cause");

        FluentActions.Invoking(() => ConvolutionCheck.ThrowIfFailed(result)).Should().Throw<InvalidOperationException>().WithMessage(
            "libtorch computes wrong convolutions in this process, and switching oneDNN off was not possible or did not help "
            + FormattableString.Invariant($"(1 of 1: bfloat16 1x1x2x2 by 1x1x2x2, 1 thread: output {right + 3} instead of {right}, ")
            + FormattableString.Invariant($"off by {300 / Math.Abs(right):F0}% of the largest). A cause. ")
            + "Start the process with the environment variable ONEDNN_MAX_CPU_ISA=SSE41, which holds oneDNN to its oldest kernels; "
            + "the AppContext switch GoogLeNetSharp.SkipConvolutionCheck turns this check off.");
    }

    [Fact]
    internal void Result_SwitchedOff_SaysSo()
    {
        var faulty = new FaultyConvolution((_, right) => right with { Output = [right.Output[0] + 3] });
        var only = new ConvolutionCase(ScalarType.BFloat16, 1, 1, 2) { Images = 1, Side = 2, Gradients = false };
        var right = ReferenceConvolution.Compute(only, only.Operands()).Output[0];

        var result = ConvolutionTrial.Run([only], faulty.Compute, faulty.SwitchOff, null);

        result.ToString().Should().Be(
            "libtorch's oneDNN computes wrong convolutions in this process "
            + FormattableString.Invariant($"(1 of 1: bfloat16 1x1x2x2 by 1x1x2x2, 1 thread: output {right + 3} instead of {right}, ")
            + FormattableString.Invariant($"off by {300 / Math.Abs(right):F0}% of the largest); ")
            + "it is switched off, and convolutions are right, but slower");
        FluentActions.Invoking(() => ConvolutionCheck.ThrowIfFailed(result)).Should().NotThrow();
    }

    private static ConvolutionCheckResult Run(FaultyConvolution faulty) =>
        ConvolutionTrial.Run(AllCases, faulty.Compute, faulty.SwitchOff, "A cause");

    private static ConvolutionNumbers Scaled(ConvolutionNumbers right, double factor) =>
        right with { Output = [.. right.Output.Select(number => number * factor)] };

    private static double[]? Zeros(double[]? numbers) => numbers is null ? null : new double[numbers.Length];

    private static bool NeverAsked() => throw new InvalidOperationException("oneDNN is switched off for no reason");
}
