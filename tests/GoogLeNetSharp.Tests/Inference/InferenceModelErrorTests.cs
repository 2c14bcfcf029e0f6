using GoogLeNetSharp.Inference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>What a compiled model says of bad input, bad options, and after its end.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class InferenceModelErrorTests
{
    [Fact]
    internal void Predict_BadInput_SaysWhatCameAndWhatIsAllowed()
    {
        using var model = InferenceModelTests.Small();
        using var fast = model.Compile();

        Message(fast, ones(2, 32)).Should()
            .Be("input: expected N x 3 x H x W or 3 x H x W, got shape [2, 32] (2 dimensions), in InferenceModel. (Parameter 'input')");
        Message(fast, ones(2, 1, 32, 32)).Should().Be(
            "input: expected 3 channels (N x 3 x H x W or 3 x H x W), got 1 in shape [2, 1, 32, 32], in InferenceModel. (Parameter "
            + "'input')");
        Message(fast, ones(2, 3, 32, 32, dtype: int64)).Should()
            .Be("input: expected a floating-point tensor, got Int64, in InferenceModel. (Parameter 'input')");
        Message(fast, ones(0, 3, 32, 32)).Should()
            .Be("input: expected a batch of 1 or more, got shape [0, 3, 32, 32], in InferenceModel. (Parameter 'input')");
        Message(fast, ones(2, 3, 0, 32)).Should().Be(
            "input: expected an image of at least 1 x 1 (H x W), got 0 x 32 in shape [2, 3, 0, 32], in conv1.conv of InferenceModel. "
            + "(Parameter 'input')");
        FluentActions.Invoking(() => fast.Predict(null!)).Should().Throw<ArgumentNullException>().WithParameterName("input");
    }

    [Fact]
    internal void Predict_ImageOfAnotherSizeThanALinearLayerTakes_NamesTheSizes()
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(3, 4, 5)), ("flatten", nn.Flatten()), ("fc", nn.Linear(16, 2)));
        using var fast = network.Compile();

        Message(fast, ones(1, 3, 7, 6)).Should().Be(
            "input: expected an image of at least 6 x 6 and at most 6 x 6 (H x W), got 7 x 6 in shape [1, 3, 7, 6], in fc of "
            + "InferenceModel. (Parameter 'input')");
    }

    [Fact]
    internal void Predict_NetworkThatTakesNoSize_SaysSo()
    {
        using var network = nn.Sequential(("pool", nn.AdaptiveAvgPool2d(2)), ("flatten", nn.Flatten()), ("fc", nn.Linear(5, 2)));
        using var fast = network.Compile();

        Message(fast, ones(1, 3, 7, 6)).Should().Be(
            "input: shape [1, 3, 7, 6] does not fit, and no square image up to 1024 pixels a side does, in fc of InferenceModel. "
            + "(Parameter 'input')");
    }

    [Fact]
    internal void Predict_BadInput_LeavesNoTensorBehind()
    {
        using var model = InferenceModelTests.Small();
        using var fast = model.Compile();
        using var image = ones(2, 4, 32, 32);
        var before = Tensor.TotalCount;

        FluentActions.Invoking(() => fast.Predict(image)).Should().Throw<ArgumentException>();

        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    internal async Task Predict_Disposed_ThrowsObjectDisposed()
    {
        using var model = InferenceModelTests.Small();
        var fast = model.Compile();
        using var image = ones(1, 3, 32, 32);
        fast.Dispose();
        fast.Dispose();

        FluentActions.Invoking(() => fast.Predict(image)).Should().Throw<ObjectDisposedException>().Which.ObjectName.Should()
            .Be(typeof(InferenceModel).FullName);
        FluentActions.Invoking(() => fast.OutputShape([1, 3, 32, 32])).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => fast.Predict(new float[3 * 32 * 32], 1)).Should().Throw<ObjectDisposedException>();
        await FluentActions.Awaiting(() => fast.PredictAsync(image)).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    internal void Compile_UnsupportedModule_NamesItsPath()
    {
        using var network = nn.Sequential(("body", nn.Sequential(("act", nn.SiLU()))));

        FluentActions.Invoking(() => network.Compile()).Should().Throw<NotSupportedException>()
            .WithMessage("module: body.act (SiLU) cannot be lowered: *");
    }

    [Fact]
    internal void Options_BadValues_AreRefused()
    {
        FluentActions.Invoking(() => new InferenceOptions { ChunkSize = 0 }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("ChunkSize: must be 1 or more.*");
        FluentActions.Invoking(() => new InferenceOptions { Threads = 0 }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Threads: must be 1 or more.*");
        FluentActions.Invoking(() => new InferenceOptions { VectorBits = 64 }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("VectorBits: must be 512, 256 or 128.*");
    }

    private static string Message(InferenceModel fast, Tensor input)
    {
        using (input) return FluentActions.Invoking(() => fast.Predict(input)).Should().Throw<ArgumentException>().Which.Message;
    }
}
