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
        var cases = ExplanationCase.Load("cases");

        cases.Should().HaveCount(8);
        foreach (var expected in cases)
        {
            using var noGrad = no_grad();
            using var actual = Explain(expected.Method, _network, _images, expected.Layer, expected.Given);
            expected.ShouldMatch(actual);
        }

        _network.parameters().Count(parameter => parameter.grad is not null).Should().Be(0, "gradients for training are left alone");
    }

    [Theory]
    [InlineData("googlenet")]
    [InlineData("resnet18")]
    internal void Explain_PublishedNetwork_EqualsPyTorch(string name)
    {
        var cases = ExplanationCase.Load("networks").Where(candidate => candidate.Network == name).ToArray();
        using Block network = name == "googlenet" ? new GoogLeNet(GoogLeNetOptions.TorchVision) : new ResNet(ResNetOptions.ResNet18);
        FormulaWeights.Fill(network);
        network.eval();
        using var images = FormulaWeights.Image(cases[0].Input);

        cases.Should().HaveCount(4);
        foreach (var expected in cases)
        {
            using var actual = Explain(expected.Method, network, images, expected.Layer, null);
            expected.ShouldMatch(actual);
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
        LiveTensors.LeftBy(() => FluentActions.Invoking(() => GradCam.Explain(_network, _images, classes: [0, 5]))
            .Should().Throw<ArgumentException>()).Should().Be(0);
    }

    [Fact]
    internal void Explain_NoGradient_SaysSoAndLeavesNoTensor()
    {
        using var network = new OpaqueNetwork(maps => zeros_like(maps));

        LiveTensors.LeftBy(() => FluentActions.Invoking(() => GradCam.Explain(network, _images, "stem")).Should()
            .Throw<InvalidOperationException>().WithMessage("network: its output has no gradient at layer stem.")).Should().Be(0);
    }

    [Fact]
    internal void Explain_ForwardThrows_LeavesNoTensor()
    {
        using var network = new OpaqueNetwork(_ => throw new NotSupportedException("broken"));

        LiveTensors.LeftBy(() => FluentActions.Invoking(() => GradCam.Explain(network, _images, "stem")).Should()
            .Throw<NotSupportedException>().WithMessage("broken")).Should().Be(0);
    }

    [Fact]
    internal void Explain_ResultOrError_LeavesNoHook()
    {
        GradCam.Explain(_network, _images).Dispose();
        FluentActions.Invoking(() => GradCam.Explain(_network, _images, classes: [0, 5])).Should().Throw<ArgumentException>();

        // A module with forward hooks is refused.
        FluentActions.Invoking(() => _network.Compile()).Should().NotThrow();
    }

    [Theory]
    [InlineData("nowhere", "*nowhere*stem, body, logits*")]
    [InlineData("logits", "layer: logits is not a map N x C x H x W that the output depends on; those are stem, body.*")]
    internal void Explain_WrongLayer_ListsValidOnes(string layer, string message) =>
        FluentActions.Invoking(() => GradCam.Explain(_network, _images, layer)).Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    internal void Explain_WrongArguments_AreNamed()
    {
        using var single = FormulaWeights.Image(3, 9, 8);
        FluentActions.Invoking(() => GradCam.Explain(_network, single)).Should().Throw<ArgumentException>()
            .WithMessage("images: expected N x C x H x W, got*");
        FluentActions.Invoking(() => GradCam.Explain(_network, _images, classes: [5, 0])).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("classes: the network's are 0 to 4.*");
        FluentActions.Invoking(() => GradCam.Explain(_network, _images, classes: [1])).Should().Throw<ArgumentException>()
            .WithMessage("classes: expected one for each of 2 images, got 1.*");
        _network.train();
        FluentActions.Invoking(() => GradCam.Explain(_network, _images)).Should().Throw<InvalidOperationException>()
            .WithMessage("*training mode*");
    }

    [Fact]
    internal void Explain_InInferenceMode_SaysThatThereIsNoGradient()
    {
        using var inference = inference_mode();

        FluentActions.Invoking(() => GradCam.Explain(_network, _images)).Should().Throw<InvalidOperationException>()
            .WithMessage("*no gradient at layer body*");
    }

    private static Explanations Explain(string method, Block network, Tensor images, string layer, long[]? classes) =>
        method == nameof(GradCam) ? GradCam.Explain(network, images, layer, classes)
            : GradCamPlusPlus.Explain(network, images, layer, classes);
}
