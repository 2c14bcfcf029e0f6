using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Numerics;

/// <summary>The check of this process, whatever machine it runs on.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ConvolutionCheckTests
{
    [Fact]
    internal void Result_ThisProcess_LeavesRightConvolutions()
    {
        var result = ConvolutionCheck.Result;

        result.Status.Should().BeOneOf(ConvolutionCheckStatus.Passed, ConvolutionCheckStatus.OneDnnSwitchedOff);
        result.Should().BeSameAs(ConvolutionCheck.Result, "it is made once");
        ConvolutionTrial.WrongOf(ConvolutionTable.Cases, LibtorchConvolution.Compute).Should().BeEmpty();
        LibtorchContext.OneDnnIsOn.Should().Be(result.Status == ConvolutionCheckStatus.Passed);
    }

    [Fact]
    internal void Ensure_ThisProcess_SwitchesNnpackOff()
    {
        ConvolutionCheck.Ensure();

        LibtorchContext.NnpackIsOn.Should().BeFalse("it would print a line for each convolution on processors that it does not support");
    }

    [Fact]
    internal void Run_SkipSwitchSet_TriesNothing()
    {
        try
        {
            AppContext.SetSwitch(ConvolutionCheck.SkipSwitch, true);

            var result = ConvolutionCheck.Run();

            result.Should().BeEquivalentTo(new { Status = ConvolutionCheckStatus.Skipped, Tried = 0, Elapsed = TimeSpan.Zero });
            result.ToString().Should().Be("convolutions are not checked: GoogLeNetSharp.SkipConvolutionCheck is set");
            FluentActions.Invoking(() => ConvolutionCheck.ThrowIfFailed(result)).Should().NotThrow();
        }
        finally
        {
            AppContext.SetSwitch(ConvolutionCheck.SkipSwitch, false);
        }
    }

    [Theory]
    [InlineData(ConvolutionCheckStatus.Passed, false)]
    [InlineData(ConvolutionCheckStatus.Skipped, false)]
    [InlineData(ConvolutionCheckStatus.Failed, false)]
    [InlineData(ConvolutionCheckStatus.OneDnnSwitchedOff, true)]
    internal void Report_Status_WritesOneLineWhereOneDnnWasSwitchedOff(ConvolutionCheckStatus status, bool isSaid)
    {
        using var writer = new StringWriter();
        var result = new ConvolutionCheckResult(status, [new WrongConvolution("a", "output", 1, 2, 1)], 3,
            TimeSpan.FromMilliseconds(40), null);

        ConvolutionCheck.Report(result, writer);

        writer.ToString().Should().Be(isSaid
            ? "GoogLeNetSharp: libtorch's oneDNN computes wrong convolutions in this process (1 of 3: a: output 2 instead of 1, off by "
                + "100% of "
                + $"the largest); it is switched off, and convolutions are right, but slower.{Environment.NewLine}"
            : "");
    }

    [Fact]
    internal void Compute_Case_LeavesThreadsModesGeneratorAndTensorsAsTheyWere()
    {
        using var generator = manual_seed(5);
        using var before = generator.get_state();
        var threads = get_num_threads();
        using var noGrad = no_grad();

        LiveTensors.LeftBy(() => ConvolutionTrial.WrongOf(ConvolutionTable.Cases, LibtorchConvolution.Compute)).Should().Be(0);

        using var after = generator.get_state();
        after.Equals(before).Should().BeTrue();
        get_num_threads().Should().Be(threads);
        is_grad_enabled().Should().BeFalse();
    }

    [Fact]
    internal void TrySetOneDnn_OffAndOn_ConvolutionsStayRight()
    {
        var was = LibtorchContext.OneDnnIsOn;
        try
        {
            LibtorchContext.TrySetOneDnn(false).Should().BeTrue();
            LibtorchContext.OneDnnIsOn.Should().BeFalse();
            ConvolutionTrial.WrongOf(ConvolutionTable.Cases, LibtorchConvolution.Compute)
                .Should().BeEmpty("libtorch's own convolutions are right");
        }
        finally
        {
            LibtorchContext.TrySetOneDnn(was == true).Should().BeTrue();
        }

        LibtorchContext.OneDnnIsOn.Should().Be(was);
    }

    [Fact]
    internal void MultipliesInBFloat16_OneDnnSwitchedOff_IsFalse()
    {
        ConvolutionCheck.Ensure();
        var was = LibtorchContext.OneDnnIsOn;
        try
        {
            LibtorchContext.TrySetOneDnn(false).Should().BeTrue();
            BFloat16Arithmetic.MultipliesInBFloat16().Should().BeFalse("libtorch's own convolutions convert to float32");
        }
        finally
        {
            LibtorchContext.TrySetOneDnn(was == true).Should().BeTrue();
        }
    }
}
