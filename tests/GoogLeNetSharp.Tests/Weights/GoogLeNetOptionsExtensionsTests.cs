using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>The options that go with a weights file.</summary>
public sealed class GoogLeNetOptionsExtensionsTests
{
    [Fact]
    internal void ForWeights_FileThatDescribesItself_GivesItsOptions()
    {
        using var file = TemporaryFile.New();
        var options = GoogLeNetOptions.Cifar with { NumClasses = 3 };
        using (var model = new GoogLeNet(options)) model.SaveWeights(file.Path);

        GoogLeNetOptions.ForWeights(file.Path, GoogLeNetPreset.TorchVision).Should().Be(options);
    }

    [Theory]
    [InlineData(GoogLeNetPreset.TorchVision, true)]
    [InlineData(GoogLeNetPreset.Default, false)]
    internal void ForWeights_AnyOtherFile_GivesThePresetAndTorchVisionsTransform(GoogLeNetPreset preset, bool transformInput)
    {
        using var file = TemporaryFile.New();
        using var weight = torch.ones(1);
        StateDictFile.Write(file.Path, [KeyValuePair.Create("fc.bias", weight)]);

        GoogLeNetOptions.ForWeights(file.Path, preset).Should()
            .Be(GoogLeNetOptions.ForPreset(preset) with { TransformInput = transformInput });
    }
}
