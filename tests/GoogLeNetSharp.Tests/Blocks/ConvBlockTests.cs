using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Blocks;

/// <summary>ConvBlock: shapes, arguments, batch norm and types.</summary>
public sealed class ConvBlockTests
{
    [Theory]
    [InlineData(64, 1, 1, 0, 100, 100)]
    [InlineData(128, 3, 1, 1, 100, 100)]
    [InlineData(32, 5, 1, 2, 100, 100)]
    [InlineData(8, 7, 2, 3, 50, 50)]
    internal void Forward_BatchAndImage_HaveTheSameSpatialShape(long width, long kernel, long stride, long padding, long height,
        long columns)
    {
        using var block = new ConvBlock(192, width, kernel, stride, padding);
        using var image = randn(192, 100, 100);
        using var batch = image.unsqueeze(0);

        using var single = block.call(image);
        using var batched = block.call(batch);

        single.shape.Should().Equal(width, height, columns);
        batched.shape.Should().Equal(1, width, height, columns);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    internal void Forward_WithBatchNorm_UnbatchedEqualsBatchOfOne(bool training)
    {
        using var block = new ConvBlock(3, 4, kernelSize: 3, batchNorm: new(1e-3));
        using var twin = new ConvBlock(3, 4, kernelSize: 3, batchNorm: new(1e-3));
        twin.load_state_dict(block.state_dict());
        block.train(training);
        twin.train(training);
        using var image = randn(3, 8, 8);
        using var batch = image.unsqueeze(0);

        using var single = block.call(image);
        using var batched = twin.call(batch);

        using var expected = batched.squeeze(0);
        single.allclose(expected).Should().BeTrue();
        single.shape.Should().Equal(4, 6, 6);
    }

    [Fact]
    internal void Forward_AnyInput_IsNeverNegative()
    {
        using var block = new ConvBlock(3, 16, kernelSize: 1);
        using var image = randn(2, 3, 8, 8);
        using var output = block.call(image);
        using var smallest = output.min();
        using var largest = output.max();

        smallest.item<float>().Should().Be(0);
        largest.item<float>().Should().BeGreaterThan(0);
    }

    [Fact]
    internal void Constructor_WithBatchNorm_HasTorchVisionsStateDict()
    {
        using var block = new ConvBlock(3, 4, kernelSize: 1, batchNorm: new(0.001));

        block.state_dict().Keys.Should()
            .Equal("conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var", "bn.num_batches_tracked");
        block.BatchNorm!.eps.Should().Be(0.001);
    }

    [Fact]
    internal void Constructor_WithoutBatchNorm_HasABias()
    {
        using var block = new ConvBlock(3, 4, kernelSize: 1);

        block.state_dict().Keys.Should().Equal("conv.weight", "conv.bias");
        block.BatchNorm.Should().BeNull();
    }

    [Theory]
    [InlineData(0, 1, 1, 1, 0, "inChannels: must be 1 or more. (Parameter 'inChannels')\nActual value was 0.")]
    [InlineData(1, -1, 1, 1, 0, "outChannels: must be 1 or more. (Parameter 'outChannels')\nActual value was -1.")]
    [InlineData(1, 1, 0, 1, 0, "kernelSize: must be 1 or more. (Parameter 'kernelSize')\nActual value was 0.")]
    [InlineData(1, 1, 1, 0, 0, "stride: must be 1 or more. (Parameter 'stride')\nActual value was 0.")]
    [InlineData(1, 1, 1, 1, -1, "padding: must be 0 or more. (Parameter 'padding')\nActual value was -1.")]
    internal void Constructor_NumberOutsideItsRange_Throws(long inChannels, long outChannels, long kernel, long stride, long padding,
        string message)
    {
        var make = () => new ConvBlock(inChannels, outChannels, kernel, stride, padding);

        make.Should().Throw<ArgumentOutOfRangeException>().Which.Message.ReplaceLineEndings("\n").Should().Be(message);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    internal void Constructor_BatchNormEpsNotAboveZero_Throws(double eps)
    {
        var make = () => new ConvBlock(1, 1, 1, batchNorm: new(eps));

        make.Should().Throw<ArgumentOutOfRangeException>().WithMessage("Eps: must be above 0. (Parameter 'Eps')*");
    }

    [Fact]
    internal void Forward_WrongRank_SaysWhatIsAllowed()
    {
        using var block = new ConvBlock(192, 4, kernelSize: 1);
        using var flat = randn(192, 100);

        block.Invoking(b => b.call(flat)).Should().Throw<ArgumentException>()
            .WithMessage(
                "input: expected N x 192 x H x W or 192 x H x W, got shape [192, 100] (2 dimensions), in ConvBlock. (Parameter 'input')");
    }

    [Fact]
    internal void Forward_WrongChannels_SaysWhatCame()
    {
        using var block = new ConvBlock(192, 4, kernelSize: 1);
        using var image = randn(2, 3, 10, 10);

        block.Invoking(b => b.call(image)).Should().Throw<ArgumentException>()
            .WithMessage(
                "input: expected 192 channels (N x 192 x H x W or 192 x H x W), got 3 in shape [2, 3, 10, 10], in ConvBlock. (Parameter "
                + "'input')");
    }

    [Fact]
    internal void Forward_ImageSmallerThanTheKernel_NamesTheSmallestSize()
    {
        using var block = new ConvBlock(3, 4, kernelSize: 7, padding: 1);
        using var image = randn(3, 4, 9);

        block.Invoking(b => b.call(image)).Should().Throw<ArgumentException>()
            .WithMessage(
                "input: expected an image of at least 5 x 5 (H x W), got 4 x 9 in shape [3, 4, 9], in ConvBlock. (Parameter 'input')");
    }

    [Fact]
    internal void Forward_IntegerImage_SaysWhichTypeCame()
    {
        using var block = new ConvBlock(3, 4, kernelSize: 1);
        using var image = zeros(3, 4, 4, dtype: ScalarType.Byte);

        block.Invoking(b => b.call(image)).Should().Throw<ArgumentException>()
            .WithMessage("input: expected a floating-point tensor, got Byte, in ConvBlock. (Parameter 'input')");
    }

    [Fact]
    internal void Forward_Null_Throws()
    {
        using var block = new ConvBlock(3, 4, kernelSize: 1);

        block.Invoking(b => b.call(null!)).Should().Throw<ArgumentNullException>().WithParameterName("input");
    }

    [Fact]
    internal void Forward_OneValuePerChannelInTraining_IsRefusedBeforeTheStatisticsBreak()
    {
        using var block = new ConvBlock(3, 4, kernelSize: 1, batchNorm: new(1e-5));
        using var pixel = randn(1, 3, 1, 1);

        block.Invoking(b => b.call(pixel)).Should().Throw<ArgumentException>().WithMessage(
            "input: batch norm in training needs more than one value per channel, got shape [1, 3, 1, 1], in ConvBlock. (Parameter "
            + "'input')");
        block.BatchNorm!.running_var!.isfinite().all().item<bool>().Should().BeTrue();
    }

    [Fact]
    internal void Forward_AfterDispose_Throws()
    {
        var block = new ConvBlock(3, 4, kernelSize: 1);
        block.Dispose();
        using var image = randn(3, 4, 4);

        block.Invoking(b => b.call(image)).Should().Throw<ObjectDisposedException>();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1e-3)]
    internal void Forward_BFloat16Image_ComputesInItsTypeAndKeepsFloat32Parameters(double? eps)
    {
        using var block = new ConvBlock(3, 8, kernelSize: 3, batchNorm: eps is null ? null : new(eps.Value));
        using var image = randn(2, 3, 8, 8);
        using var half = image.to(ScalarType.BFloat16);

        using var expected = block.call(image);
        using var output = block.call(half);
        output.sum().backward();

        output.dtype.Should().Be(ScalarType.BFloat16);
        using var same = output.to(ScalarType.Float32);
        same.allclose(expected, rtol: 0.05, atol: 0.05).Should().BeTrue();
        block.parameters().Should().OnlyContain(parameter => parameter.dtype == ScalarType.Float32);
        block.parameters().Should().OnlyContain(parameter => parameter.grad is object);
    }

    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(2, 3, 3)]
    [InlineData(1, 5, 3)]
    internal void Backward_BFloat16MapSmallerThanTheStride_GivesWeightsThatMeetPaddingNoGradient(long side, long kernel, long stride)
    {
        using var scope = NewDisposeScope();
        using var block = new ConvBlock(16, 32, kernel, stride, padding: kernel / 2);
        var meets = zeros(kernel, kernel, dtype: ScalarType.Bool);
        var first = kernel / 2;
        meets[TensorIndex.Slice(first, first + side), TensorIndex.Slice(first, first + side)] = true;
        for (var round = 0; round < 20; round++)
        {
            block.zero_grad();
            block.call(randn(4, 16, side, side).to(ScalarType.BFloat16)).sum().backward();

            var gradient = block.Conv.weight.grad!;
            gradient.isfinite().all().item<bool>().Should().BeTrue();
            gradient.masked_select(meets).count_nonzero().item<long>().Should().BePositive();
            gradient.masked_select(~meets).count_nonzero().item<long>().Should().Be(0, "these weights meet padding alone");
        }
    }

    [Fact]
    internal void Forward_DoubleModel_ComputesInDouble()
    {
        using var block = new ConvBlock(3, 8, kernelSize: 3, batchNorm: new(1e-3));
        block.to(ScalarType.Float64);
        using var image = randn(2, 3, 8, 8, dtype: ScalarType.Float64);

        using var output = block.call(image);

        output.dtype.Should().Be(ScalarType.Float64);
    }
}
