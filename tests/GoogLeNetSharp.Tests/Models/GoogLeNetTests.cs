using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>GoogLeNet as a module: errors, modes, gradients, determinism, threads.</summary>
public sealed class GoogLeNetTests
{
    // The smallest network that still has every stage: for tests of behaviour, not of numbers.
    private static readonly GoogLeNetOptions Small = GoogLeNetOptions.Cifar with { NumClasses = 5 };

    [Fact]
    internal void Forward_UnbatchedImage_EqualsABatchOfOne()
    {
        foreach (var preset in new[] { GoogLeNetOptions.Default, GoogLeNetOptions.Paper, GoogLeNetOptions.TorchVision })
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            using var model = new GoogLeNet(preset);
            model.eval();
            var image = randn(3, 224, 224);

            var single = model.call(image);

            single.shape.Should().Equal(1000);
            single.allclose(model.call(image.unsqueeze(0)).squeeze(0)).Should().BeTrue();
        }
    }

    [Fact]
    internal void Forward_WrongRank_SaysWhatIsAllowed()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet();

        model.Invoking(m => m.call(randn(224, 224))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected N x 3 x H x W or 3 x H x W, got shape [224, 224] (2 dimensions), in stage conv1 of GoogLeNet. (Parameter "
            + "'input')");
    }

    [Fact]
    internal void Forward_WrongChannels_SaysWhatCame()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet();

        model.Invoking(m => m.call(randn(2, 1, 224, 224))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected 3 channels (N x 3 x H x W or 3 x H x W), got 1 in shape [2, 1, 224, 224], in stage conv1 of GoogLeNet. "
            + "(Parameter 'input')");
    }

    [Theory]
    [InlineData(GoogLeNetPreset.Default, 192,
        "input: expected an image of at least 193 x 193 and at most 224 x 224 (H x W), got 192 x 224 in shape [3, 192, 224], in stage "
        + "inception5_pool of GoogLeNet. (Parameter 'input')")]
    [InlineData(GoogLeNetPreset.Default, 225,
        "input: expected an image of at least 193 x 193 and at most 224 x 224 (H x W), got 225 x 224 in shape [3, 225, 224], in stage "
        + "fc1 of GoogLeNet. (Parameter 'input')")]
    [InlineData(GoogLeNetPreset.TorchVision, 14,
        "input: expected an image of at least 15 x 15 (H x W), got 14 x 224 in shape [3, 14, 224], in stage maxpool3 of GoogLeNet. "
        + "(Parameter 'input')")]
    internal void Forward_ImageOfAnotherSize_NamesTheSizesAndTheStage(GoogLeNetPreset preset, long height, string message)
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(GoogLeNetOptions.ForPreset(preset));

        model.Invoking(m => m.call(randn(3, height, 224))).Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    internal void Forward_NullOrIntegers_Throws()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(Small);

        model.Invoking(m => m.call(null!)).Should().Throw<ArgumentNullException>().WithParameterName("input");
        model.Invoking(m => m.call(zeros(3, 32, 32, dtype: ScalarType.Byte))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected a floating-point tensor, got Byte, in stage conv1 of GoogLeNet. (Parameter 'input')");
    }

    [Fact]
    internal void Forward_AfterDispose_Throws()
    {
        var model = new GoogLeNet(Small);
        model.Dispose();
        using var image = randn(3, 32, 32);

        model.Invoking(m => m.call(image)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    internal void Forward_EmptyBatch_ReturnsNoLogits()
    {
        using var model = new GoogLeNet(Small);
        model.eval();
        using var none = zeros(0, 3, 32, 32);

        using var logits = model.call(none);

        logits.shape.Should().Equal(0, 5);
    }

    [Fact]
    internal void StageShapes_WrongShape_SaysWhatIsAllowed()
    {
        using var model = new GoogLeNet(Small);

        model.Invoking(m => m.StageShapes(1, 32, 32)).Should().Throw<ArgumentException>().WithMessage(
            "inputShape: expected N x 3 x H x W or 3 x H x W, got shape [1, 32, 32]. (Parameter 'inputShape')");
        model.Invoking(m => m.StageShapes(3, 0, 32)).Should().Throw<ArgumentException>().WithMessage(
            "inputShape: expected an image of at least 1 x 1 (H x W), got 0 x 32 in shape [3, 0, 32], in stage conv1 of GoogLeNet. "
            + "(Parameter 'inputShape')");
    }

    [Fact]
    internal void Backward_LossOfEveryOutput_ReachesEveryParameter()
    {
        foreach (var options in new[]
        {
            Small with { AuxiliaryHeads = true },
            GoogLeNetOptions.TorchVision with { NumClasses = 5 },
            GoogLeNetOptions.Paper with { NumClasses = 5 },
        })
        {
            using var scope = NewDisposeScope();
            using var model = new GoogLeNet(options);
            using var loss = new GoogLeNetLoss();
            var size = Math.Max(32, model.MinImageSize);
            using var output = model.ForwardWithAuxiliary(randn(2, 3, size, size));

            loss.call(output, tensor([1L, 3L])).backward();

            foreach (var (name, parameter) in model.named_parameters())
                (parameter.grad is { } gradient && gradient.abs().sum().item<float>() > 0).Should().BeTrue("gradient reaches {0}", name);
        }
    }

    [Fact]
    internal void Backward_DefaultNetwork_ReachesEveryParameter()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(GoogLeNetOptions.Default with { Initialization = WeightInitialization.Kaiming });

        model.call(randn(1, 3, 224, 224)).sum().backward();

        foreach (var (name, parameter) in model.named_parameters())
            (parameter.grad is { } gradient && gradient.abs().sum().item<float>() > 0).Should().BeTrue("gradient reaches {0}", name);
    }

    [Fact]
    internal void Train_AndEval_ChangeDropoutAndStatistics()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new GoogLeNet(Small with { Dropout = 0.5 });
        var images = randn(4, 3, 32, 32);
        var statistics = model.state_dict()["conv1.bn.running_mean"].clone();

        model.eval();
        model.call(images).equal(model.call(images)).all().item<bool>().Should().BeTrue();
        model.state_dict()["conv1.bn.running_mean"].equal(statistics).all().item<bool>().Should().BeTrue();

        model.train();
        model.call(images).equal(model.call(images)).all().item<bool>().Should().BeFalse();
        model.state_dict()["conv1.bn.running_mean"].equal(statistics).all().item<bool>().Should().BeFalse();
    }

    [Fact]
    internal void Forward_SeveralThreadsInEvalMode_GiveOneThreadsNumbers()
    {
        using var model = new GoogLeNet(Small);
        model.eval();
        var images = Enumerable.Range(1, 6).Select(batch => randn(batch, 3, 32, 32)).ToArray();
        var expected = images.Select(Run).ToArray();
        var failures = new ConcurrentBag<string>();

        Parallel.For(0, 48, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using var logits = Run(images[i % images.Length]);
            if (!logits.allclose(expected[i % images.Length], rtol: 1e-4, atol: 1e-5)) failures.Add($"call {i} differs");
        });

        failures.Should().BeEmpty();
        foreach (var tensor in images.Concat(expected)) tensor.Dispose();

        Tensor Run(Tensor image)
        {
            using var noGrad = no_grad();
            return model.call(image);
        }
    }

    [Fact]
    internal void Forward_BFloat16Images_ReturnsFloat32LogitsCloseToFloat32()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new GoogLeNet(Small);
        model.eval();
        var images = randn(4, 3, 32, 32);

        var expected = model.call(images);
        var logits = model.call(images.to(ScalarType.BFloat16));

        logits.dtype.Should().Be(ScalarType.Float32);
        (logits - expected).abs().max().item<float>().Should().BeLessThan(0.05f * expected.abs().max().item<float>());
    }

    [Theory]
    [InlineData(GoogLeNetPreset.Default)]
    [InlineData(GoogLeNetPreset.Paper)]
    [InlineData(GoogLeNetPreset.TorchVision)]
    internal void Forward_16BitImages_WorkInEveryPreset(GoogLeNetPreset preset)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new GoogLeNet(GoogLeNetOptions.ForPreset(preset) with { TransformInput = true });
        model.eval();
        var image = randn(3, 224, 224);
        var expected = model.call(image);

        foreach (var type in new[] { ScalarType.BFloat16, ScalarType.Float16 })
        {
            var logits = model.call(image.to(type));
            logits.dtype.Should().Be(ScalarType.Float32);
            (logits - expected).abs().max().item<float>().Should().BeLessThan(0.05f * expected.abs().max().item<float>());
        }
    }

    [Fact]
    internal void Forward_TypeThatTheParametersDoNotMeet_SaysWhatIsAllowed()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(Small);

        model.Invoking(m => m.call(randn(3, 32, 32, dtype: ScalarType.Float64))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected Float32, BFloat16 or Float16, as the parameters are Float32, got Float64, in stage conv1 of GoogLeNet. "
            + "(Parameter 'input')");
        model.to(ScalarType.BFloat16);
        model.Invoking(m => m.call(randn(3, 32, 32))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected BFloat16, as the parameters are BFloat16, got Float32, in stage conv1 of GoogLeNet. (Parameter 'input')");
    }

    [Fact]
    internal void Forward_DisposedOrDistantImage_SaysWhichItIs()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(Small);
        var disposed = randn(3, 32, 32);
        disposed.Dispose();

        model.Invoking(m => m.call(disposed)).Should().Throw<ObjectDisposedException>().WithMessage(
            "input: the tensor is disposed, in stage conv1 of GoogLeNet.*Object name: 'input'.");
        model.Invoking(m => m.call(zeros(3, 32, 32, device: META))).Should().Throw<ArgumentException>().WithMessage(
            "input: expected a tensor on cpu, where the parameters are, got one on meta, in stage conv1 of GoogLeNet. (Parameter 'input')");
    }

    [Fact]
    internal void Forward_BatchNormInTrainingWithOneValuePerChannel_NamesTheStageBeforeAnyStatisticMoves()
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);
        var before = model.state_dict()["conv1.bn.running_mean"].clone();

        model.Invoking(m => m.call(randn(1, 3, 32, 32))).Should().Throw<ArgumentException>().WithMessage(
            "input: batch norm in training needs more than one value per channel, but this stage gives a 1 x 1 map for one image: use a "
            + "larger batch or image; got shape [1, 3, 32, 32], in stage inception5a of GoogLeNet. (Parameter 'input')");
        model.state_dict()["conv1.bn.running_mean"].equal(before).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    internal void Forward_HookThatKeepsATensor_FindsItAlive()
    {
        using var model = new GoogLeNet(Small);
        using var image = randn(3, 32, 32);
        var kept = new List<Tensor>();
        foreach (var stage in model.Stages)
        {
            stage.Module.register_forward_hook((_, _, output) =>
            {
                kept.Add(output.clone());
                return output;
            });
        }

        model.eval();
        model.call(image).Dispose();

        kept.Should().HaveCount(model.Stages.Count).And.OnlyContain(tensor => !tensor.IsInvalid);
        kept.ForEach(tensor => tensor.Dispose());
    }

    [Fact]
    internal void InputChannels_OtherThanThree_WorkFromConstruction()
    {
        using var scope = NewDisposeScope();
        foreach (var channels in new long[] { 1, 4 })
        {
            using var model = new GoogLeNet(Small with { InputChannels = channels });
            model.call(randn(2, channels, 32, 32)).shape.Should().Equal(2, 5);
        }
    }

    [Fact]
    internal void Constructor_WrongOptions_Throws()
    {
        var withoutOptions = () => new GoogLeNet(null!);
        var greyWithTransform = () => new GoogLeNet(GoogLeNetOptions.TorchVision with { TransformInput = true, InputChannels = 1 });

        withoutOptions.Should().Throw<ArgumentNullException>().WithParameterName("options");
        greyWithTransform.Should().Throw<ArgumentException>()
            .WithMessage("options: TransformInput needs InputChannels 3, got 1. (Parameter 'options')");
    }
}
