using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Tests.Imaging;

/// <summary>Classifying leaves no tensor behind, whether it succeeds, fails or is broken off.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ImageClassifierMemoryTests
{
    private static readonly ImageClassifierOptions Options = new()
    {
        Transform = Preprocessing.Centre(8, 8, Normalization.Tf),
        BatchSize = 2,
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    internal void Classify_FileAndBatches_LeaveNothing(bool compilable)
    {
        using var model = compilable ? ChannelMeans.Compilable() : new ChannelMeans();
        using var classifier = new ImageClassifier(model, Options with { Compile = compilable });
        classifier.Classify(ImageFixture.PathOf("rgb.png"));       // the first call may keep what later ones use
        string[] paths = [.. new[] { "rgb.png", "text.jpg", "tall.png", "rgb.jpg", "gray.png" }.Select(ImageFixture.PathOf)];

        LiveTensors.LeftBy(() => classifier.Classify(paths[0])).Should().Be(0);
        LiveTensors.LeftBy(() => classifier.ClassifyFilesAsync(paths).ToBlockingEnumerable().Count().Should().Be(5)).Should().Be(0);
        LiveTensors.LeftBy(() => classifier.ClassifyFilesAsync(paths).ToBlockingEnumerable().First()).Should().Be(0);
    }
}
