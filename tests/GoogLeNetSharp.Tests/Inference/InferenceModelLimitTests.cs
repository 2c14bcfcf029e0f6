using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>Inputs that are empty, disposed, enormous or not finite, and batches that are cut into many pieces.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class InferenceModelLimitTests
{
    [Theory]
    [InlineData("max")]
    [InlineData("average")]
    [InlineData("adaptive")]
    [InlineData("relu")]
    internal void Predict_NoChannelsOrNoPixels_SaysSo(string layer)
    {
        using nn.Module<Tensor, Tensor> module = layer switch
        {
            "max" => nn.MaxPool2d(2),
            "average" => nn.AvgPool2d(2),
            "adaptive" => nn.AdaptiveAvgPool2d(1),
            _ => nn.ReLU(),
        };
        using var model = module.Compile();
        using var channelless = zeros(1, 0, 4, 4);
        using var flat = zeros(1, 2, 0, 4);

        FluentActions.Invoking(() => model.Predict(channelless)).Should().Throw<ArgumentException>().WithMessage(
            "input: expected 1 channel or more, got 0 in shape [1, 0, 4, 4], in InferenceModel. (Parameter 'input')");
        var (smallest, place) = layer switch
        {
            "max" => (2, "MaxPool2d of InferenceModel"),
            "average" => (2, "AvgPool2d of InferenceModel"),
            "adaptive" => (1, "AdaptiveAvgPool2d of InferenceModel"),
            _ => (1, "InferenceModel"),
        };
        FluentActions.Invoking(() => model.Predict(flat)).Should().Throw<ArgumentException>().WithMessage(
            $"input: expected an image of at least {smallest} x {smallest} (H x W), got 0 x 4 in shape [1, 2, 0, 4], in {place}. "
            + "(Parameter 'input')");
    }

    [Fact]
    internal async Task Predict_DisposedInput_ThrowsObjectDisposed()
    {
        const string message = "input: the tensor is disposed, in InferenceModel.*Object name: 'input'.";
        var disposed = ones(1, 3, 8, 8);
        disposed.Dispose();
        nn.Module<Tensor, Tensor>[] modules = [nn.Conv2d(3, 4, 1), nn.MaxPool2d(2), nn.ReLU(), nn.Linear(3, 2)];
        foreach (var module in modules)
        {
            using (module)
            {
                using var model = module.Compile();

                FluentActions.Invoking(() => model.Predict(disposed)).Should().Throw<ObjectDisposedException>().WithMessage(message);
                var answer = () => model.PredictAsync(disposed);
                await answer.Should().ThrowAsync<ObjectDisposedException>().WithMessage(message);
            }
        }
    }

    [Fact]
    internal void Predict_MapBeyondAnyMemory_SaysSo()
    {
        using var conv = nn.Conv2d(1, 4, 1, padding: 1L << 30);
        using var model = conv.Compile();
        using var image = ones(1, 1, 1, 1);

        FluentActions.Invoking(() => model.Predict(image)).Should().Throw<ArgumentException>().WithMessage(
            "input: shape [1, 1, 1, 1] makes a map of 1.8e19 numbers an image, more than any memory holds, in InferenceModel. "
            + "(Parameter 'input')");
    }

    [Fact]
    internal void Predict_MapBeyondThisMemory_ThrowsAndLeavesNoTensor()
    {
        using var network = nn.Sequential(("pool", nn.MaxPool2d(1)), ("grow", nn.AdaptiveAvgPool2d(1 << 24)));
        using var model = network.Compile();
        using var image = ones(1, 8, 2, 2);

        var run = () => model.Predict(image);
        LiveTensors.LeftBy(() => run.Should().Throw<InsufficientMemoryException>()
            .WithMessage("There is no memory to run InferenceModel on an input of shape [1, 8, 2, 2].")).Should().Be(0);
    }

    [Theory]
    [InlineData(3e36f)]
    [InlineData(1e38f)]
    internal void Predict_InputsNearTheLargestFloat_AreRightWhereASumOfProductsIs(float magnitude)
    {
        using var conv = nn.Conv2d(8, 32, 3, padding: 1L);
        FormulaWeights.Fill(conv);
        using (no_grad()) conv.weight.mul_(1e-3f);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var image = FormulaWeights.Image(2, 8, 12, 13) * (magnitude / 2);
        using var model = conv.Compile();

        var actual = model.Predict(image);
        conv.to(float64);
        var expected = conv.call(image.to(float64));

        var error = (actual.to(float64) - expected).abs().max().item<double>() / expected.abs().max().item<double>();
        error.Should().BeLessThan(1e-5);
    }

    [Theory]
    [InlineData(1, 512)]
    [InlineData(3, 512)]
    [InlineData(5, 512)]
    [InlineData(3, 256)]
    [InlineData(3, 128)]
    [InlineData(0, 512)]
    internal void Predict_NotFiniteInput_ReachesTheOutputsThatReadItAlone(long kernel, int vectorBits)
    {
        using nn.Module<Tensor, Tensor> network = kernel == 0
            ? new InceptionNaive(16, 8, 16, 8)
            : new ConvBlock(16, 20, kernel, padding: kernel / 2);
        InferenceModelTests.Filled(network);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var image = FormulaWeights.Image(1, 16, 13, 14);
        image[0, 3, 6, 7] = float.NaN;
        image[0, 5, 2, 2] = float.PositiveInfinity;
        using var model = network.Compile(new InferenceOptions { VectorBits = vectorBits });

        var actual = model.Predict(image);
        var expected = network.to(float64).call(image.to(float64)).to(float32);

        expected.isnan().any().item<bool>().Should().BeTrue();
        actual.isnan().Equals(expected.isnan()).Should().BeTrue("not-a-numbers reach the same outputs");
        actual.isposinf().Equals(expected.isposinf()).Should().BeTrue("infinities reach the same outputs");
        (actual - expected).nan_to_num(0, 0, 0).abs().max().item<float>().Should().BeLessThan(1e-4f);
    }

    [Fact]
    internal void Predict_BatchOfManyPieces_HoldsOneResultAndNoPieces()
    {
        const int images = 400;
        using var network = nn.Sequential(("conv", nn.Conv2d(2, 4, 3)), ("relu", nn.ReLU()), ("pool", nn.MaxPool2d(2)));
        InferenceModelTests.Filled(network);
        using var model = network.Compile(new InferenceOptions { ChunkSize = 1 });
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var batch = FormulaWeights.Image(images, 2, 8, 9);
        var expected = network.call(batch);
        using (var first = batch[0]) model.Predict(first).Dispose();
        while (Tensor.TotalCount < Tensor.PeakCount) ones(1);
        var before = Tensor.PeakCount;

        var actual = model.Predict(batch);
        var most = Tensor.PeakCount - before;

        using (actual)
        {
            actual.is_contiguous().Should().BeTrue();
            InferenceModelTests.Difference(expected, actual).Should().BeLessThan(1e-5);
        }

        most.Should().BePositive("the peak is counted from here").And.BeLessThan(images / 4, "no piece is kept until the end");
    }
}
