using System.Text.Json;
using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Explaining;

/// <summary>Maps of Grad-CAM and Grad-CAM++ against PyTorch, errors, and tensors left.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class GradCamTests : IDisposable
{
    private readonly ExplainedNetwork _network = new();
    private readonly Tensor _images = FormulaWeights.Image(2, 3, 9, 8);

    /// <summary>Fills the network by the formula.</summary>
    public GradCamTests()
    {
        FormulaWeights.Fill(_network);
        _network.eval();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _images.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    internal void Explain_EveryReferenceCase_EqualsPyTorch(bool frozen)
    {
        foreach (var parameter in _network.parameters()) parameter.requires_grad = !frozen;
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "explanations.json")));
        var cases = file.RootElement.GetProperty("cases").EnumerateArray().ToArray();

        cases.Should().HaveCount(8);
        foreach (var expected in cases)
        {
            var given = expected.GetProperty("given").Deserialize<long[]>();
            var layer = expected.GetProperty("layer").GetString();
            using var noGrad = no_grad();
            using var actual = expected.GetProperty("method").GetString() == nameof(GradCam)
                ? GradCam.Explain(_network, _images, layer, given) : GradCamPlusPlus.Explain(_network, _images, layer, given);

            actual.Classes.Should().Equal(expected.GetProperty("classes").Deserialize<long[]>());
            actual.Maps.shape.Should().Equal(expected.GetProperty("shape").Deserialize<long[]>());
            Close(actual.Maps.data<float>().ToArray(), expected.GetProperty("maps"));
            Close([.. actual.Probabilities], expected.GetProperty("probabilities"));
        }
    }

    [Fact]
    internal void Explain_NoLayer_IsTheLastMap()
    {
        using var actual = GradCam.Explain(_network, _images);
        using var named = GradCam.Explain(_network, _images, "body");

        actual.Maps.data<float>().ToArray().Should().Equal(named.Maps.data<float>().ToArray());
    }

    [Fact]
    internal void Explain_ResultDisposedOrError_LeavesNoTensor()
    {
        LiveTensors.LeftBy(() => GradCam.Explain(_network, _images).Dispose()).Should().Be(0);
        LiveTensors.LeftBy(() => GradCamPlusPlus.Explain(_network, _images, "stem").Dispose()).Should().Be(0);
        LiveTensors.LeftBy(() => FluentActions.Invoking(() => GradCam.Explain(_network, _images, classes: [0, 5])).Should().Throw<ArgumentException>()).Should().Be(0);
    }

    [Theory]
    [InlineData("nowhere", "*nowhere*stem, body, logits*")]
    [InlineData("logits", "layer: logits is no map N x C x H x W that the output depends on; those are stem, body.*")]
    internal void Explain_WrongLayer_ListsValidOnes(string layer, string message) =>
        FluentActions.Invoking(() => GradCam.Explain(_network, _images, layer)).Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    internal void Explain_WrongArguments_AreNamed()
    {
        using var single = FormulaWeights.Image(3, 9, 8);
        FluentActions.Invoking(() => GradCam.Explain(_network, single)).Should().Throw<ArgumentException>().WithMessage("images: expected N x C x H x W, got*");
        FluentActions.Invoking(() => GradCam.Explain(_network, _images, classes: [5, 0])).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("classes: the network's are 0 to 4.*");
        FluentActions.Invoking(() => GradCam.Explain(_network, _images, classes: [1])).Should().Throw<ArgumentException>()
            .WithMessage("classes: expected one for each of 2 images, got 1.*");
        _network.train();
        FluentActions.Invoking(() => GradCam.Explain(_network, _images)).Should().Throw<InvalidOperationException>().WithMessage("*training mode*");
    }

    [Fact]
    internal void Explain_InInferenceMode_SaysThatThereIsNoGradient()
    {
        using var inference = inference_mode();

        FluentActions.Invoking(() => GradCam.Explain(_network, _images)).Should().Throw<InvalidOperationException>().WithMessage("*no gradient at layer body*");
    }

    private static void Close(float[] actual, JsonElement expected)
    {
        var values = expected.Deserialize<float[]>()!;
        actual.Should().HaveSameCount(values);
        actual.Zip(values, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-4f);
    }
}
