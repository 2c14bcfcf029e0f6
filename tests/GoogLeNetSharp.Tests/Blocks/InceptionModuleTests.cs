using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Blocks;

/// <summary>The module with reductions: branch shapes, PyTorch's numbers, the errors.</summary>
public sealed class InceptionModuleTests
{
    private static readonly InceptionWidths Widths =
        new(Ch1x1: 64, Ch3x3Reduce: 96, Ch3x3: 128, Ch5x5Reduce: 16, Ch5x5: 32, PoolProjection: 32);

    [Fact]
    internal void Forward_Image_EveryStepHasItsShape()
    {
        using var scope = NewDisposeScope();
        using var module = new InceptionModule(192, Widths);
        var image = randn(192, 20, 30);

        module.Branch1.call(image).shape.Should().Equal(64, 20, 30);
        module.Branch2[0].call(image).shape.Should().Equal(96, 20, 30);
        module.Branch2.call(image).shape.Should().Equal(128, 20, 30);
        module.Branch3[0].call(image).shape.Should().Equal(16, 20, 30);
        module.Branch3.call(image).shape.Should().Equal(32, 20, 30);
        module.Branch4[0].call(image).shape.Should().Equal(192, 20, 30);
        module.Branch4.call(image).shape.Should().Equal(32, 20, 30);
        module.call(image).shape.Should().Equal(256, 20, 30);
        module.call(image.unsqueeze(0)).shape.Should().Equal(1, 256, 20, 30);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1e-3)]
    internal void Forward_UnbatchedImage_EqualsABatchOfOne(double? eps)
    {
        using var scope = NewDisposeScope();
        using var module = new InceptionModule(3, new InceptionWidths(1, 2, 3, 4, 5, 6), batchNorm: eps is null ? null : new(eps.Value));
        module.eval();
        var image = randn(3, 9, 7);

        module.call(image).allclose(module.call(image.unsqueeze(0)).squeeze(0)).Should().BeTrue();
    }

    [Fact]
    internal void Forward_FormulaWeights_AgreesWithPyTorch()
    {
        var expected = ReferenceCase.Load("module");
        using var module = new InceptionModule(192, Widths);
        FormulaWeights.Fill(module);
        using var images = FormulaWeights.Image(expected.Input);
        using var noGrad = no_grad();

        using var output = module.call(images);

        expected.Stages.Single().ShouldMatch(output);
        module.state_dict().Keys.Should().Equal(expected.StateDict.Keys);
        module.parameters().Sum(parameter => parameter.numel()).Should().Be(expected.Parameters);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(5, 2)]
    internal void Constructor_Branch5x5Kernel_KeepsTheImageSize(long kernel, long padding)
    {
        using var module = new InceptionModule(3, Widths, branch5x5Kernel: kernel);

        var conv = ((ConvBlock)module.Branch3[1]).Conv;
        conv.kernel_size.Should().Equal(kernel, kernel);
        conv.padding.Should().Equal(padding, padding);
    }

    [Fact]
    internal void Constructor_WrongArguments_Throws()
    {
        Invoking(() => new InceptionModule(0, Widths)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("inChannels: must be 1 or more. (Parameter 'inChannels')*");
        Invoking(() => new InceptionModule(3, null!)).Should().Throw<ArgumentNullException>().WithParameterName("widths");
        Invoking(() => new InceptionModule(3, Widths, branch5x5Kernel: 4)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("branch5x5Kernel: must be 5 (paper) or 3 (torchvision). (Parameter 'branch5x5Kernel')*");

        static Action Invoking(Func<object> make) => () => make();
    }

    [Fact]
    internal void Forward_WrongInput_SaysWhatIsAllowed()
    {
        using var scope = NewDisposeScope();
        using var module = new InceptionModule(192, Widths);

        module.Invoking(m => m.call(null!)).Should().Throw<ArgumentNullException>().WithParameterName("input");
        module.Invoking(m => m.call(randn(192, 4))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected N x 192 x H x W or 192 x H x W, got shape [192, 4] (2 dimensions), in InceptionModule. (Parameter 'input')");
        module.Invoking(m => m.call(randn(2, 256, 4, 4))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected 192 channels (N x 192 x H x W or 192 x H x W), got 256 in shape [2, 256, 4, 4], in InceptionModule. "
            + "(Parameter 'input')");
    }

    [Fact]
    internal void Forward_AfterDispose_Throws()
    {
        var module = new InceptionModule(3, Widths);
        module.Dispose();
        using var image = randn(3, 4, 4);

        module.Invoking(m => m.call(image)).Should().Throw<ObjectDisposedException>();
    }
}
