using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Blocks;

/// <summary>The naive module: the notes' shapes, PyTorch's numbers, the errors.</summary>
public sealed class InceptionNaiveTests
{
    [Fact]
    internal void Forward_NotesImage_HasTheNotesBranchShapes()
    {
        using var scope = NewDisposeScope();
        using var module = new InceptionNaive(inChannels: 192, ch1x1: 64, ch3x3: 128, ch5x5: 32);
        var image = randn(192, 100, 100);

        module.Branch1.call(image).shape.Should().Equal(64, 100, 100);
        module.Branch2.call(image).shape.Should().Equal(128, 100, 100);
        module.Branch3.call(image).shape.Should().Equal(32, 100, 100);
        module.Branch4.call(image).shape.Should().Equal(192, 100, 100);
        module.call(image).shape.Should().Equal(416, 100, 100);
        module.call(image.unsqueeze(0)).shape.Should().Equal(1, 416, 100, 100);
    }

    [Fact]
    internal void Forward_Image_ConcatenatesTheFourBranchesInOrder()
    {
        using var scope = NewDisposeScope();
        using var module = new InceptionNaive(inChannels: 3, ch1x1: 4, ch3x3: 5, ch5x5: 6);
        var image = randn(2, 3, 9, 7);

        var output = module.call(image);

        output[.., ..4].allclose(module.Branch1.call(image)).Should().BeTrue();
        output[.., 4..9].allclose(module.Branch2.call(image)).Should().BeTrue();
        output[.., 9..15].allclose(module.Branch3.call(image)).Should().BeTrue();
        output[.., 15..].allclose(module.Branch4.call(image)).Should().BeTrue();
    }

    [Fact]
    internal void Forward_FormulaWeights_AgreesWithPyTorch()
    {
        var expected = ReferenceCase.Load("naive");
        using var module = new InceptionNaive(inChannels: 192, ch1x1: 64, ch3x3: 128, ch5x5: 32);
        FormulaWeights.Fill(module);
        using var images = FormulaWeights.Image(expected.Input);
        using var noGrad = no_grad();

        using var output = module.call(images);

        expected.Stages.Single().ShouldMatch(output);
        module.state_dict().Keys.Should().Equal(expected.StateDict.Keys);
    }

    [Theory]
    [InlineData(0, 1, 1, 1, "inChannels")]
    [InlineData(1, 0, 1, 1, "ch1x1")]
    [InlineData(1, 1, -3, 1, "ch3x3")]
    [InlineData(1, 1, 1, 0, "ch5x5")]
    internal void Constructor_NumberBelowOne_Throws(long inChannels, long ch1x1, long ch3x3, long ch5x5, string name)
    {
        var make = () => new InceptionNaive(inChannels, ch1x1, ch3x3, ch5x5);

        make.Should().Throw<ArgumentOutOfRangeException>().WithMessage($"{name}: must be 1 or more. (Parameter '{name}')*");
    }

    [Fact]
    internal void Forward_WrongInput_SaysWhatIsAllowed()
    {
        using var scope = NewDisposeScope();
        using var module = new InceptionNaive(192, 64, 128, 32);

        module.Invoking(m => m.call(null!)).Should().Throw<ArgumentNullException>().WithParameterName("input");
        module.Invoking(m => m.call(randn([1, 1, 192, 4, 4]))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected N x 192 x H x W or 192 x H x W, got shape [1, 1, 192, 4, 4] (5 dimensions), in InceptionNaive. (Parameter "
            + "'input')");
        module.Invoking(m => m.call(randn(191, 4, 4))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected 192 channels (N x 192 x H x W or 192 x H x W), got 191 in shape [191, 4, 4], in InceptionNaive. (Parameter "
            + "'input')");
        module.Invoking(m => m.call(randn(192, 0, 4))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected an image of at least 1 x 1 (H x W), got 0 x 4 in shape [192, 0, 4], in InceptionNaive. (Parameter 'input')");
    }

    [Fact]
    internal void Forward_AfterDispose_Throws()
    {
        var module = new InceptionNaive(3, 1, 1, 1);
        module.Dispose();
        using var image = randn(3, 4, 4);

        module.Invoking(m => m.call(image)).Should().Throw<ObjectDisposedException>();
    }
}
