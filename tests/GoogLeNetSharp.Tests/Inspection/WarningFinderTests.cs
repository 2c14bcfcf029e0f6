using System.Globalization;
using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>What the summary warns of, and what it does not.</summary>
public sealed class WarningFinderTests
{
    [Fact]
    internal void Create_Vgg19OnCifar_WarnsOfTheVanishingImage()
    {
        using var model = nn.Sequential(Vgg19().ToArray());

        var summary = ModelSummary.Create(model, 1, 3, 32, 32);

        summary.Warnings.Should().Equal(new ModelWarning(
            ModelWarningKind.SmallImage, "pool4",
            "pool4 (MaxPool2d) leaves 2 x 2 of the image, and 4 convolutions with kernels larger than 1x1 still follow, "
                + "from conv5_1 on: they see padding more than image. Larger images or fewer pools help."));
    }

    [Fact]
    internal void Create_Vgg19OnLargeImages_DoesNotWarn()
    {
        using var model = nn.Sequential(Vgg19().ToArray());

        ModelSummary.Create(model, 1, 3, 64, 64).Warnings.Should().BeEmpty();
    }

    [Fact]
    internal void Create_TorchVisionOnCifarImages_WarnsAndTheCifarPresetDoesNot()
    {
        using var large = new GoogLeNet(GoogLeNetOptions.TorchVision);
        using var small = new GoogLeNet(GoogLeNetOptions.Cifar);

        ModelSummary.Create(large, 1, 3, 32, 32).Warnings.Should().ContainSingle().Which.Should().Match<ModelWarning>(
            warning => warning.Kind == ModelWarningKind.SmallImage && warning.Path == "maxpool3");
        ModelSummary.Create(small, 1, 3, 32, 32).Warnings.Should().BeEmpty();
    }

    [Fact]
    internal void Create_FrozenStages_AreNamed()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        model.Freeze("conv2");

        var summary = ModelSummary.Create(model, 1, 3, 32, 32);

        var frozen = (3 * 64 * 9) + 128 + (64 * 64 * 9) + 128;
        summary.Totals.TrainableParameters.Should().Be(summary.Totals.Parameters - frozen);
        summary.Warnings.Should().ContainSingle().Which.Should().Be(new ModelWarning(
            ModelWarningKind.Frozen, "conv1",
            string.Create(CultureInfo.InvariantCulture,
                $"{frozen:N0} of {summary.Totals.Parameters:N0} parameters are without gradient (requires_grad is false): conv1 "
                + $"(ConvBlock), conv2 (ConvBlock).")));
    }

    [Fact]
    internal void Create_LayerThatCannotBeWatched_IsNamed()
    {
        using var model = new RecurrentLayer();

        var summary = ModelSummary.Create(model, 2, 5, 3);

        summary.Row("lstm").IsWatched.Should().BeFalse();
        summary.Row("lstm").Own.Parameters.Should().Be(4 * 4 * (3 + 4 + 2));
        summary.Warnings.Should().Equal(new ModelWarning(
            ModelWarningKind.NotWatched, "lstm",
            "lstm (LSTM) takes or returns other than one or two tensors: no shapes, and its multiply-adds count 0."));
    }

    // The paper's configuration E with a sixteenth of its widths.
    private static IEnumerable<(string, nn.Module<Tensor, Tensor>)> Vgg19()
    {
        var channels = 3;
        foreach (var (block, width, count) in new[] { (1, 4, 2), (2, 8, 2), (3, 16, 4), (4, 32, 4), (5, 32, 4) })
        {
            for (var i = 1; i <= count; i++, channels = width) yield return ($"conv{block}_{i}", nn.Conv2d(channels, width, 3, padding: 1));
            yield return ($"pool{block}", nn.MaxPool2d(2));
        }
    }

    private sealed class RecurrentLayer : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.LSTM _lstm = nn.LSTM(3, 4, batchFirst: true);

        public RecurrentLayer() : base(nameof(RecurrentLayer)) => register_module("lstm", _lstm);

        public override Tensor forward(Tensor input) => _lstm.call(input, null).Item1;
    }
}
