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
