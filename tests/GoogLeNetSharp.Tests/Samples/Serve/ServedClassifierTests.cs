using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Samples.Serve;

namespace GoogLeNetSharp.Tests.Samples.Serve;

/// <summary>What the sample Serve makes of a file, and its batches.</summary>
public sealed class ServedClassifierTests(ServedNetwork network) : IClassFixture<ServedNetwork>
{
    [Fact]
    internal void Load_NoPreprocessing_SaysWhereToSayIt()
    {
        var file = network.Save("plain.onnx", new Dictionary<string, string>());

        var load = () => ServedClassifier.Load(file, new ServeOptions());

        load.Should().Throw<InvalidDataException>()
            .WithMessage($"{file}: its metadata has no preprocessing; set it in ServeOptions.Transform.");
    }

    [Fact]
    internal void Load_OtherLabels_SaysHowMany()
    {
        var load = () => ServedClassifier.Load(network.File, new ServeOptions { Labels = new Labels(["a", "b"]) });

        load.Should().Throw<InvalidDataException>()
            .WithMessage($"{network.File}: it does not match its labels or its preprocessing (*): labels: expected 5, "
            + "one for each logit, got 2. (Parameter 'labels')");
    }

    [Fact]
    internal void Load_PreprocessingOfAnotherChannelCount_IsRefused()
    {
        var load = () => ServedClassifier.Load(network.File,
            new ServeOptions { Transform = Preprocessing.Centre(32, 32, Normalization.Gray) });

        load.Should().Throw<InvalidDataException>()
            .WithMessage($"{network.File}: it does not match its labels or its preprocessing (*): image: input: "
            + "expected 3 channels (N x 3 x H x W or 3 x H x W), got 1 in shape ?1, 32, 32?, in InferenceModel. (Parameter 'input')");
    }

    [Fact]
    internal async Task Classify_NetworkThatEndsInSoftmax_GivesItsProbabilities()
    {
        var file = network.Save("softmax.onnx", network.MetadataOfFile, new OnnxExportOptions { IncludeSoftmax = true });
        using var classifier = ServedClassifier.Load(file, new ServeOptions());

        var predictions = await classifier.ClassifyAsync([.. network.Files[0]], topK: 5, CancellationToken.None);

        var expected = network.Predict(network.Files[0], topK: 5);
        predictions.Select(prediction => prediction.Label).Should().Equal(expected.Select(prediction => prediction.Label));
        predictions.Zip(expected, (got, wanted) => Math.Abs(got.Probability - wanted.Probability)).Max().Should().BeLessThan(1e-4f);
    }

    [Fact]
    internal async Task Classify_Cancelled_IsCancelled()
    {
        using var classifier = ServedClassifier.Load(network.File, new ServeOptions());

        var classify = () => classifier.ClassifyAsync([.. network.Files[0]], topK: 5, new CancellationToken(canceled: true));

        await classify.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    internal async Task Batcher_ImagesOfSeveralSizes_EachGetsItsOwnAnswer()
    {
        using var model = new InferenceModel(network.Graph);
        ImageShape[] shapes = [new(3, 32, 32), new(3, 40, 36)];
        var random = new Random(7);
        var images = Enumerable.Range(0, 30).Select(i => (Shape: shapes[i % 2], Values: Numbers(random, shapes[i % 2].Count))).ToArray();
        using var batcher = new Batcher(model, maxBatch: 4);

        var outputs = await Task.WhenAll(images.Select(image => batcher.RunAsync(image.Values, image.Shape, CancellationToken.None)));

        for (var i = 0; i < images.Length; i++)
        {
            var expected = model.Predict(images[i].Values, images[i].Shape.Of(1));
            outputs[i].Zip(expected, (got, wanted) => Math.Abs(got - wanted)).Max().Should().BeLessThan(1e-4f * expected.Max(Math.Abs));
        }
    }

    [Fact]
    internal async Task Batcher_ImageThatTheNetworkRefuses_FailsAlone()
    {
        using var model = new InferenceModel(network.Graph);
        using var batcher = new Batcher(model, maxBatch: 4);
        var good = new ImageShape(3, 32, 32);
        var bad = new ImageShape(2, 32, 32);

        var refused = batcher.RunAsync(new float[bad.Count], bad, CancellationToken.None);
        var taken = batcher.RunAsync(new float[good.Count], good, CancellationToken.None);

        (await taken).Should().HaveCount(5);
        await FluentActions.Awaiting(() => refused).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    internal async Task Batcher_Disposed_CancelsWhatComesLater()
    {
        using var model = new InferenceModel(network.Graph);
        var batcher = new Batcher(model, maxBatch: 4);
        batcher.Dispose();

        var late = () => batcher.RunAsync(new float[3 * 32 * 32], new ImageShape(3, 32, 32), CancellationToken.None);

        await late.Should().ThrowAsync<OperationCanceledException>();
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
}
