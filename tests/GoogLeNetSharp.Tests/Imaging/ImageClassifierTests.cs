using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Tests.Training;
using GoogLeNetSharp.Weights;
using SkiaSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Imaging;

/// <summary>Images in, predictions out.</summary>
public sealed class ImageClassifierTests
{
    private static readonly Labels Colours = new(["red", "green", "blue"]);
    private static readonly ImageTransform Small = Preprocessing.Centre(8, 8, Normalization.Tf);
    private static readonly ImageClassifierOptions Options = new() { Labels = Colours, Transform = Small };

    [Fact]
    internal void Classify_KnownNetwork_SoftmaxOfItsLogitsInOrder()
    {
        using var model = ChannelMeans.Compilable();
        using var classifier = new ImageClassifier(model, Options with { TopK = 2 });
        var (red, green, blue) = (Math.Exp(1), Math.Exp(-1), Math.Exp((2 * 204 / 255.0) - 1));

        var predictions = classifier.Classify(Plain(255, 0, 204));

        predictions.Select(prediction => (prediction.Label, prediction.Index)).Should().Equal(("red", 0), ("blue", 2));
        ((double)predictions[0].Probability).Should().BeApproximately(red / (red + green + blue), 1e-6);
        ((double)predictions[1].Probability).Should().BeApproximately(blue / (red + green + blue), 1e-6);
    }

    [Fact]
    internal void Classify_EveryKindOfInput_TheSame()
    {
        var path = ImageFixture.PathOf("rgb.png");
        using var model = ChannelMeans.Compilable();
        using var classifier = new ImageClassifier(model, Options);
        var expected = classifier.Classify(path);

        using var stream = File.OpenRead(path);
        classifier.Classify(stream).Should().Equal(expected);
        using var bitmap = SKBitmap.Decode(path);
        classifier.Classify(bitmap).Should().Equal(expected);
        classifier.Classify(ImageDecoder.Read(path)).Should().Equal(expected);
        using var input = classifier.Transform.Apply(ImageDecoder.Read(path));
        classifier.Classify(input).Should().Equal(expected);
        using var batch = input.unsqueeze(0).expand(3, -1, -1, -1);
        classifier.ClassifyBatch(batch).Should().HaveCount(3).And.OnlyContain(row => row.SequenceEqual(expected));
    }

    [Fact]
    internal async Task ClassifyAsync_File_IsClassify()
    {
        using var model = ChannelMeans.Compilable();
        using var classifier = new ImageClassifier(model, Options);
        (await classifier.ClassifyAsync(ImageFixture.PathOf("rgb.png"))).Should()
            .Equal(classifier.Classify(ImageFixture.PathOf("rgb.png")));
        var cancelled = () => classifier.ClassifyAsync(ImageFixture.PathOf("rgb.png"), new CancellationToken(canceled: true));
        await cancelled.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    internal async Task ClassifyFilesAsync_SomeUnreadable_OneResultEachInOrder()
    {
        string[] files = ["rgb.png", "truncated.jpg", "tall.png", "huge.png", "rgb.jpg", "missing.png", "gray.png"];
        string[] paths = [.. files.Select(ImageFixture.PathOf)];
        using var model = ChannelMeans.Compilable();
        using var classifier = new ImageClassifier(model, Options with { BatchSize = 3 });

        var results = new List<FileClassification>();
        await foreach (var result in classifier.ClassifyFilesAsync(paths)) results.Add(result);

        results.Select(result => result.Path).Should().Equal(paths);
        for (var i = 0; i < files.Length; i++)
        {
            if (i is 1 or 3 or 5)
            {
                results[i].Predictions.Should().BeEmpty();
                results[i].Error.Should().Contain(paths[i]);
            }
            else
            {
                results[i].Error.Should().BeNull();
                var alone = classifier.Classify(paths[i]);
                results[i].Predictions.Select(prediction => prediction.Index).Should().Equal(alone.Select(prediction => prediction.Index));
                results[i].Predictions[0].Probability.Should().BeApproximately(alone[0].Probability, 1e-6f);
            }
        }
    }

    [Fact]
    internal void ClassifyFilesAsync_LargeImages_AreInMemoryOneAtATime()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "large.png");
        using (var bitmap = new SKBitmap(4100, 4100, SKColorType.Gray8, SKAlphaType.Opaque))
        using (var file = File.Create(path)) bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        using var model = ChannelMeans.Compilable();
        var step = new Together();
        using var classifier = new ImageClassifier(model,
            Options with { Transform = new ImageTransform([step, new CenterCrop(8)], Normalization.Tf) });

        var results = classifier.ClassifyFilesAsync(Enumerable.Repeat(path, 4)).ToBlockingEnumerable().ToArray();
        results.Should().HaveCount(4).And.OnlyContain(result => result.Error == null);
        step.Calls.Should().Be((4, 1));
    }

    [Fact]
    internal async Task ClassifyFilesAsync_TransformWithoutCrop_SizesApart()
    {
        string[] paths = [ImageFixture.PathOf("rgb.png"), ImageFixture.PathOf("tall.png"), ImageFixture.PathOf("rgb.bmp")];
        using var model = ChannelMeans.Compilable();
        using var classifier = new ImageClassifier(model, Options with { Transform = new ImageTransform([], Normalization.Tf) });
        var results = new List<FileClassification>();
        await foreach (var result in classifier.ClassifyFilesAsync(paths)) results.Add(result);
        results.Should().OnlyContain(result => result.Predictions.Count == 3);
        results[0].Predictions[0].Probability.Should().BeApproximately(results[2].Predictions[0].Probability, 1e-6f);
    }

    [Fact]
    internal async Task ClassifyFilesAsync_CancelledAfterTheFirst_Stops()
    {
        var paths = Enumerable.Repeat(ImageFixture.PathOf("rgb.png"), 100);
        using var model = ChannelMeans.Compilable();
        using var classifier = new ImageClassifier(model, Options with { BatchSize = 2 });
        using var source = new CancellationTokenSource();
        var done = 0;
        var run = async () =>
        {
            await foreach (var result in classifier.ClassifyFilesAsync(paths, source.Token))
            {
                done++;
                await source.CancelAsync();
            }
        };
        await run.Should().ThrowAsync<OperationCanceledException>();
        done.Should().BeLessThanOrEqualTo(2);
    }

    [Fact]
    internal void Constructor_ModuleThatDoesNotCompile_IsRefusedByItsPath()
    {
        using var model = new ChannelMeans();

        FluentActions.Invoking(() => new ImageClassifier(model, Options)).Should().Throw<NotSupportedException>()
            .WithMessage("module: the module itself (ChannelMeans) cannot be lowered: *");
    }

    [Fact]
    internal void Constructor_CompiledModel_IsSharedAndStaysTheCallers()
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(3, 3, 1)), ("pool", nn.AdaptiveAvgPool2d(1)), ("flatten", nn.Flatten()));
        using var model = network.Compile();
        using var batch = full([2, 3, 4, 4], 0.5f);
        using (var classifier = new ImageClassifier(model, Options))
        using (var other = new ImageClassifier(network, Options))
        {
            classifier.Classify(Plain(0, 255, 0)).Should().Equal(other.Classify(Plain(0, 255, 0)));
        }

        model.Predict(batch).Dispose();
        FluentActions.Invoking(() => new ImageClassifier(model, Options with { Transform = new ImageTransform([], Normalization.Gray) }))
            .Should().Throw<ArgumentException>()
            .WithMessage("options: expected a Transform that makes 3 channels, as the network takes, got one that makes 1.*");
    }

    [Fact]
    internal void Constructor_ModuleThatIsNotToBeCompiled_IsUsedAsItIsInEvaluationMode()
    {
        using var model = new ChannelMeans();
        using var classifier = new ImageClassifier(model, Options with { Compile = false });
        model.training.Should().BeFalse();
        using var batch = full([2, 3, 4, 4], 0.5f);
        classifier.ClassifyBatch(batch)[1].Should().OnlyContain(prediction => Math.Abs(prediction.Probability - (1 / 3f)) < 1e-6f);
        classifier.Classify(Plain(0, 255, 0))[0].Label.Should().Be("green");
    }

    [Fact]
    internal void FromFile_SavedGoogLeNet_LabelsTransformAndAnswersOfTheNetwork()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "colours.safetensors");
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar with { NumClasses = 3 });
        model.SaveWeights(path, ClassifierMetadata.Write(Colours, Preprocessing.Centre(40, 32, Normalization.Caffe)));

        using var classifier = ImageClassifier.FromFile(path);

        classifier.Labels.Should().Equal(Colours);
        classifier.Transform.Steps.Should().Equal(new Resize(40), new CenterCrop(32));
        var image = ImageDecoder.Read(ImageFixture.PathOf("rgb.png"));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        model.eval();
        var expected = model.call(Preprocessing.Centre(40, 32, Normalization.Caffe).Apply(image)).softmax(-1).data<float>().ToArray();
        var predictions = classifier.Classify(image);
        predictions.Select(prediction => prediction.Probability).Should().BeInDescendingOrder().And.HaveCount(3);
        foreach (var prediction in predictions) prediction.Probability.Should().BeApproximately(expected[prediction.Index], 1e-4f);
    }

    [Fact]
    internal void FromFile_NoMetadata_IndicesAndThePresetsTransform()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "plain.safetensors");
        using (var model = new GoogLeNet(GoogLeNetOptions.Cifar)) model.SaveWeights(path);
        using var classifier = ImageClassifier.FromFile(path, new ImageClassifierOptions { TopK = 1 });
        classifier.Labels.Should().BeNull();
        classifier.Transform.Should().BeSameAs(Preprocessing.Cifar10);
        var prediction = classifier.Classify(Plain(1, 2, 3)).Should().ContainSingle().Subject;
        prediction.Label.Should().Be(prediction.Index.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    internal void FromFile_OtherNumberOfLabels_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "colours.safetensors");
        using (var model = new GoogLeNet(GoogLeNetOptions.Cifar))
        {
            model.SaveWeights(path);
            var metadata = new Dictionary<string, string>(StateDictFile.Inspect(path).Metadata);
            foreach (var (key, value) in ClassifierMetadata.Write(Colours, Preprocessing.Cifar10)) metadata.Add(key, value);
            StateDictFile.Write(path, model.state_dict(), metadata);
        }

        var own = () => ImageClassifier.FromFile(path);
        own.Should().Throw<InvalidDataException>().WithMessage($"{path}: its metadata have 3 labels, its network has 10 classes.");
        var given = () => ImageClassifier.FromFile(path, new ImageClassifierOptions { Labels = Colours });
        given.Should().Throw<ArgumentException>()
            .WithMessage("options: expected 10 labels, one for each class of the network, got 3. (Parameter 'options')");
    }

    [Fact]
    internal async Task ClassifyAsync_StreamWithoutSynchronousReads_IsClassify()
    {
        using var model = ChannelMeans.Compilable();
        using var classifier = new ImageClassifier(model, Options);
        var bytes = await File.ReadAllBytesAsync(ImageFixture.PathOf("rgb.png"));
        (await classifier.ClassifyAsync(new AsyncOnlyStream(bytes))).Should().Equal(classifier.Classify(ImageFixture.PathOf("rgb.png")));

        foreach (var (body, cause) in new (byte[], string)[]
        {
            ([], "the file is empty"),
            ("no image at all"u8.ToArray(), "it is not a JPEG, PNG, WebP, BMP or other supported image, or its header is corrupt"),
            (bytes[..2000], "it is truncated: the data end before the image does"),
        })
        {
            var classify = () => classifier.ClassifyAsync(new AsyncOnlyStream(body));
            await classify.Should().ThrowAsync<InvalidDataException>().WithMessage($"stream: cannot be read as an image: {cause}.");
        }

        var cancelled = () => classifier.ClassifyAsync(new AsyncOnlyStream(bytes), new CancellationToken(canceled: true));
        await cancelled.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    internal async Task Classify_ImageThatTheTransformRefuses_NamesFileAndStep()
    {
        var path = ImageFixture.PathOf("rgb.png");
        using var model = ChannelMeans.Compilable();
        using var classifier = new ImageClassifier(model,
            Options with { Transform = new ImageTransform([new GoogLeNetSharp.Training.RandomCrop(80)], Normalization.Tf) });
        const string Cause = "cannot be transformed by RandomCrop: image: expected at least 80 x 80 pixels with 0 of padding on each "
            + "side, got 71 x 43 without. (Parameter 'image')";

        var classify = () => classifier.Classify(path);
        classify.Should().Throw<InvalidDataException>().WithMessage($"{path}: {Cause}");
        var classifyAsync = () => classifier.ClassifyAsync(path);
        await classifyAsync.Should().ThrowAsync<InvalidDataException>().WithMessage($"{path}: {Cause}");
        var stream = () => classifier.Classify(new MemoryStream(File.ReadAllBytes(path)));
        stream.Should().Throw<InvalidDataException>().WithMessage($"stream: {Cause}");
        classifier.ClassifyFilesAsync([path]).ToBlockingEnumerable().Single().Error.Should().Be($"{path}: {Cause}");
    }

    [Fact]
    internal void Classify_NotANumber_IsAnErrorThatSaysWhere()
    {
        using var model = nn.Sequential(("pool", nn.AdaptiveAvgPool2d(1)), ("flatten", nn.Flatten()), ("fc", nn.Linear(3, 3)));
        using (no_grad()) model.parameters().First().fill_(float.NaN);
        using var broken = new ImageClassifier(model, Options);
        var classify = () => broken.Classify(Plain(1, 2, 3));
        classify.Should().Throw<InvalidOperationException>().WithMessage(
            "The network's logits for image 0 of the batch are not finite: its weights contain not-a-numbers or infinities, or are too "
            + "large.");

        using var means = ChannelMeans.Compilable();
        using var classifier = new ImageClassifier(means, Options);
        using var batch = zeros(2, 3, 4, 4);
        batch[1, 2, 3, 3] = float.PositiveInfinity;
        var input = () => classifier.ClassifyBatch(batch);
        input.Should().Throw<ArgumentException>().WithMessage(
            "input: image 1 of the batch holds numbers that are not finite. (Parameter 'input')");
    }

    [Fact]
    internal void FromFile_GrayNetwork_ClassifiesColouredFiles()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "gray.safetensors");
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar with { InputChannels = 1, NumClasses = 3 });
        model.SaveWeights(path, ClassifierMetadata.Write(Colours, Preprocessing.Centre(32, 32, Normalization.Gray)));

        using var classifier = ImageClassifier.FromFile(path);
        var predictions = classifier.Classify(ImageFixture.PathOf("rgb.png"));

        var byDefault = ClassifierChecks.DefaultTransform(model);
        byDefault.Steps.Should().Equal(new Resize(32), new CenterCrop(32));
        byDefault.Normalization.Should().BeSameAs(Normalization.Gray);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        model.eval();
        using var input = Preprocessing.Centre(32, 32, Normalization.Gray).Apply(ImageDecoder.Read(ImageFixture.PathOf("rgb.png")));
        input.shape.Should().Equal(1, 32, 32);
        var expected = model.call(input).softmax(-1).data<float>().ToArray();
        foreach (var prediction in predictions) prediction.Probability.Should().BeApproximately(expected[prediction.Index], 1e-4f);
    }

    [Fact]
    internal void FromFile_MetadataOfOtherChannels_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "gray.safetensors");
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar with { InputChannels = 1, NumClasses = 3 });
        model.SaveWeights(path, ClassifierMetadata.Write(Colours, Preprocessing.Cifar10));
        var open = () => ImageClassifier.FromFile(path);
        open.Should().Throw<InvalidDataException>().WithMessage($"{path}: its metadata make 3 channels, its network takes 1.");
    }

    [Fact]
    internal void Classify_TensorThatIsNone_IsNamed()
    {
        using var model = new ChannelMeans();
        using var classifier = new ImageClassifier(model, Options with { Compile = false });
        var disposed = zeros(3, 8, 8);
        disposed.Dispose();
        using var empty = zeros(3, 0, 8);
        using var none = zeros(0, 3, 8, 8);
        using var bytes = zeros([3, 8, 8], uint8);
        Message(() => classifier.Classify(disposed)).Should().Be("input: the tensor is disposed. (Parameter 'input')");
        Message(() => classifier.Classify(empty)).Should().Be(
            "input: expected 3 x H x W, each 1 or more, got shape [3, 0, 8]. (Parameter 'input')");
        Message(() => classifier.ClassifyBatch(none)).Should()
            .Be("input: expected N x 3 x H x W, each 1 or more, got shape [0, 3, 8, 8]. (Parameter 'input')");
        Message(() => classifier.Classify(bytes)).Should().Be("input: expected a floating-point tensor, got Byte. (Parameter 'input')");

        static string Message(Func<object> act) => act.Should().Throw<ArgumentException>().Which.Message;
    }

    [Fact]
    internal void Arguments_ThatDoNotFit_AreNamed()
    {
        using var gray = new GoogLeNet(GoogLeNetOptions.Cifar with { InputChannels = 1 });
        var colours = () => new ImageClassifier(gray, new ImageClassifierOptions { Transform = Small });
        colours.Should().Throw<ArgumentException>().WithMessage(
            "options: expected a Transform that makes 1 channels, as the network takes, got one that makes 3. (Parameter 'options')");
        using var four = new GoogLeNet(GoogLeNetOptions.Cifar with { InputChannels = 4 });
        var construct = () => new ImageClassifier(four);
        construct.Should().Throw<ArgumentException>().WithMessage(
            "model: expected a network for 1 or 3 channels, got one for 4. (Parameter 'model')");

        using var model = ChannelMeans.Compilable();
        using var classifier = new ImageClassifier(model, Options with { Labels = new Labels(["a", "b"]) });
        using var image = zeros(3, 8, 8);
        var classify = () => classifier.Classify(image);
        classify.Should().Throw<InvalidOperationException>().WithMessage(
            "The network returned shape [1, 3] for a batch of 1; expected 1 x 2, the number of labels.");
        var batch = () => classifier.ClassifyBatch(image);
        batch.Should().Throw<ArgumentException>().WithMessage("input: expected N x 3 x H x W, got shape [3, 8, 8]. (Parameter 'input')");

        var topK = () => new ImageClassifierOptions { TopK = 0 };
        topK.Should().Throw<ArgumentOutOfRangeException>().WithMessage("TopK: must be 1 or more.*");

        classifier.Dispose();
        classify.Should().Throw<ObjectDisposedException>();
    }

    private static RgbImage Plain(byte red, byte green, byte blue)
    {
        var image = new RgbImage(12, 10);
        for (var i = 0; i < image.Pixels.Length; i += 4) (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]) = (red, green, blue);
        return image;
    }

    /// <summary>Counts how often it was called, and how many calls there were at once at most.</summary>
    private sealed record Together : ImageStep
    {
        private readonly Lock _lock = new();
        private int _now, _all, _most;

        public (int All, int AtOnce) Calls => (_all, _most);

        public override RgbImage Apply(RgbImage image, Random random)
        {
            lock (_lock) (_all, _most) = (_all + 1, Math.Max(_most, ++_now));
            Thread.Sleep(20);
            lock (_lock) _now--;
            return image;
        }
    }
}
