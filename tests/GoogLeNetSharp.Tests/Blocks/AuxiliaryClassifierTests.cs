using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Blocks;

/// <summary>The auxiliary head, in the paper's and in torchvision's form. Its numbers are checked with the networks'.</summary>
public sealed class AuxiliaryClassifierTests
{
    [Theory]
    [InlineData(AuxiliaryClassifierForm.Paper, 14)]
    [InlineData(AuxiliaryClassifierForm.Paper, 16)]
    [InlineData(AuxiliaryClassifierForm.TorchVision, 14)]
    [InlineData(AuxiliaryClassifierForm.TorchVision, 3)]
    internal void Forward_Map_ReturnsLogits(AuxiliaryClassifierForm form, long size)
    {
        using var scope = NewDisposeScope();
        using var head = new AuxiliaryClassifier(512, 10, form);
        head.eval();
        var map = randn(512, size, size);

        head.call(map).shape.Should().Equal(10);
        head.call(map.unsqueeze(0)).shape.Should().Equal(1, 10);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    internal void Forward_PaperFormAndAnotherSize_NamesTheSizes(long size)
    {
        using var head = new AuxiliaryClassifier(8, 10);
        using var map = randn(2, 8, size, size);

        head.Invoking(h => h.call(map)).Should().Throw<ArgumentException>().WithMessage(
            $"input: expected an image of at least 14 x 14 and at most 16 x 16 (H x W), got {size} x {size} in shape [2, 8, {size}, "
            + $"{size}], in AuxiliaryClassifier. (Parameter 'input')");
    }

    [Fact]
    internal void Constructor_WithBatchNorm_HasTorchVisionsStateDict()
    {
        using var head = new AuxiliaryClassifier(8, 10, AuxiliaryClassifierForm.TorchVision, batchNorm: new(0.001));

        head.state_dict().Keys.Should().Equal(
            "conv.conv.weight", "conv.bn.weight", "conv.bn.bias", "conv.bn.running_mean", "conv.bn.running_var",
            "conv.bn.num_batches_tracked",
            "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias");
    }

    [Fact]
    internal void Constructor_WrongArguments_Throws()
    {
        Make(() => new(0, 1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("inChannels: must be 1 or more. (Parameter 'inChannels')*");
        Make(() => new(1, 0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("numClasses: must be 1 or more. (Parameter 'numClasses')*");
        Make(() => new(1, 1, dropout: 1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("dropout: must be in [0, 1). (Parameter 'dropout')*");
        Make(() => new(1, 1, (AuxiliaryClassifierForm)7)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("form: must be Paper or TorchVision. (Parameter 'form')*");

        static Action Make(Func<AuxiliaryClassifier> make) => () => make();
    }

    [Fact]
    internal void Forward_WrongInput_SaysWhatIsAllowed()
    {
        using var scope = NewDisposeScope();
        var head = new AuxiliaryClassifier(8, 10);

        head.Invoking(h => h.call(null!)).Should().Throw<ArgumentNullException>().WithParameterName("input");
        head.Invoking(h => h.call(randn(8, 14))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected N x 8 x H x W or 8 x H x W, got shape [8, 14] (2 dimensions), in AuxiliaryClassifier. (Parameter 'input')");
        head.Invoking(h => h.call(randn(9, 14, 14))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected 8 channels (N x 8 x H x W or 8 x H x W), got 9 in shape [9, 14, 14], in AuxiliaryClassifier. (Parameter "
            + "'input')");
        head.Dispose();
        head.Invoking(h => h.call(randn(8, 14, 14))).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    internal void Forward_BFloat16Map_ReturnsFloat32Logits()
    {
        using var head = new AuxiliaryClassifier(8, 10);
        using var map = randn(2, 8, 14, 14, dtype: ScalarType.BFloat16);

        using var logits = head.call(map);

        logits.dtype.Should().Be(ScalarType.Float32);
    }
}
