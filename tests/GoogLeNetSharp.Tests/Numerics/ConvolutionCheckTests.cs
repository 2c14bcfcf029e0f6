using GoogLeNetSharp.Inference;
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
    internal void FusedConvolutions_OneDnnSwitchedOff_AreNotUsed()
    {
        if (ConvolutionCheck.Result.Status == ConvolutionCheckStatus.Passed) FusedConvolutions.AreRight.Should().Be(NativeKernels.Available);
        else FusedConvolutions.AreRight.Should().BeFalse();
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
            ConvolutionTrial.WrongOf(ConvolutionTable.Cases, LibtorchConvolution.Compute).Should().BeEmpty("libtorch's own convolutions are right");
        }
        finally
        {
            LibtorchContext.TrySetOneDnn(was == true).Should().BeTrue();
        }

        LibtorchContext.OneDnnIsOn.Should().Be(was);
    }

    [Fact]
    internal void IsWorthwhile_OneDnnSwitchedOffByTheCheck_IsFalse()
    {
        if (ConvolutionCheck.Result.Status == ConvolutionCheckStatus.OneDnnSwitchedOff) BFloat16Arithmetic.IsWorthwhile.Should().BeFalse();
        else BFloat16Arithmetic.IsWorthwhile.Should().Be(BFloat16Arithmetic.IsWorthwhile && LibtorchContext.OneDnnIsOn == true);
    }
}
