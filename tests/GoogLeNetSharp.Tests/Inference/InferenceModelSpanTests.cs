using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>A compiled model called with spans, as programs without TorchSharp call it.</summary>
public sealed class InferenceModelSpanTests
{
    [Fact]
    internal async Task Predict_EveryForm_SameNumbers()
    {
        using var network = InferenceModelTests.Small();
        using var model = new InferenceModel(InferenceGraph.Lower(network));
        using var image = FormulaWeights.Image(2, 3, 32, 32);
        using var expected = model.Predict(image);
        var (pixels, logits) = (image.data<float>().ToArray(), expected.data<float>().ToArray());
        var destination = new float[20];

        model.Predict(pixels, [2, 3, 32, 32], destination);

        destination.Should().Equal(logits);
        model.Predict(pixels, 2).Should().Equal(logits);
        model.Predict(pixels, [2, 3, 32, 32]).Should().Equal(logits);
        (await model.PredictAsync(pixels, [2, 3, 32, 32])).Should().Equal(logits);
        model.OutputShape([2, 3, 32, 32]).Should().Equal(2, 10);
        model.OutputShape([3, 32, 32]).Should().Equal(10);
        model.Predict(pixels.AsSpan(0, 3 * 32 * 32), [3, 32, 32]).Should().HaveCount(10);
    }

    [Fact]
    internal void Predict_NumbersThatDoNotFitTheShape_SaysHowMany()
    {
        using var network = InferenceModelTests.Small();
        using var model = new InferenceModel(InferenceGraph.Lower(network));

        FluentActions.Invoking(() => model.Predict(new float[9], [1, 3, 32, 32])).Should().Throw<ArgumentException>().WithMessage(
            "input: expected 3072 numbers for an input of shape [1, 3, 32, 32], got 9, in InferenceModel. (Parameter 'input')");
        FluentActions.Invoking(() => model.Predict(new float[3072], [1, 3, 32, 32], new float[9])).Should().Throw<ArgumentException>()
            .WithMessage(
            "output: expected 10 numbers for an input of shape [1, 3, 32, 32], got 9, in InferenceModel. (Parameter 'output')");
        FluentActions.Invoking(() => model.Predict(new float[3071], 1)).Should().Throw<ArgumentException>().WithMessage(
            "input: expected 1 square images of 3 channels, got 3071 numbers; give the shape where images are not square, in "
            + "InferenceModel. (Parameter 'input')");
        FluentActions.Invoking(() => model.Predict(new float[3072], 0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithParameterName("batch");
        FluentActions.Invoking(() => model.Predict(new float[3072], [1, 1, 32, 96])).Should().Throw<ArgumentException>().WithMessage(
            "input: expected 3 channels (N x 3 x H x W or 3 x H x W), got 1 in shape [1, 1, 32, 96], in InferenceModel. (Parameter "
            + "'input')");
    }

    [Fact]
    internal void Predict_NetworkOfAnyChannels_PlansForEachCount()
    {
        using var pool = nn.MaxPool2d(2);
        using var model = pool.Compile();

        model.Predict([1, 2, 3, 4], [1, 1, 2, 2]).Should().Equal(4);
        model.Predict([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]).Should().Equal(4, 8);
        FluentActions.Invoking(() => model.Predict(new float[4], 1)).Should().Throw<ArgumentException>().WithMessage(
            "input: the network takes any number of channels; give the shape, in InferenceModel. (Parameter 'input')");
    }

    [Fact]
    internal async Task PredictAsync_Cancelled_Throws()
    {
        using var network = InferenceModelTests.Small();
        using var model = network.Compile();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        await FluentActions.Awaiting(() => model.PredictAsync(new float[3072], [1, 3, 32, 32], cancelled.Token)).Should()
            .ThrowAsync<OperationCanceledException>();
        FluentActions.Invoking(() => model.Predict(new float[3072], [1, 3, 32, 32], new float[10], cancelled.Token)).Should()
            .Throw<OperationCanceledException>();
    }
}
