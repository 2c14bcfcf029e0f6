using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>GoogLeNet against PyTorch 1.13 and torchvision 0.14, number for number.</summary>
public sealed class GoogLeNetReferenceTests
{
    private static readonly string[] Heads = ["aux1", "aux2"];

    [Theory]
    [InlineData("default", 2, 224, 224)]
    [InlineData("paper", 2, 224, 224)]
    [InlineData("torchvision", 2, 224, 224)]
    [InlineData("torchvision", 1, 96, 128)]
    [InlineData("torchvision_transform_input", 1, 224, 224)]
    internal void Forward_FormulaWeights_EveryStageAgreesWithPyTorch(string preset, long batch, long height, long width)
    {
        var expected = ReferenceCase.Load(preset, batch, 3, height, width);
        using var model = new GoogLeNet(Options(preset));
        FormulaWeights.Fill(model);
        model.eval();
        using var image = FormulaWeights.Image(expected.Input);
        using var noGrad = no_grad();

        using var scope = NewDisposeScope();
        var stages = expected.Stages.Where(stage => !Heads.Contains(stage.Name)).ToArray();
        var outputs = model.ForwardStages(image, [.. stages.Select(stage => stage.Name)]);
        foreach (var stage in stages) stage.ShouldMatch(outputs[stage.Name]);

        var logits = model.call(image);
        var expectedLogits = expected.Logits!.SelectMany(row => row).ToArray();
        var tolerance = 1e-4 * stages[^1].AbsMax;
        logits.flatten().data<float>().ToArray().Select(value => (double)value).Should()
            .Equal(expectedLogits, (x, y) => Math.Abs(x - y) <= tolerance);
        logits.argmax(1).data<long>().ToArray().Should().Equal(expected.Argmax);
    }

    [Theory]
    [InlineData("paper", 2, 224, 224)]
    [InlineData("torchvision", 2, 224, 224)]
    [InlineData("torchvision", 1, 96, 128)]
    [InlineData("torchvision_transform_input", 1, 224, 224)]
    internal void ForwardWithAuxiliary_FormulaWeights_HeadsAgreeWithPyTorch(string preset, long batch, long height, long width)
    {
        var expected = ReferenceCase.Load(preset, batch, 3, height, width);
        using var model = new GoogLeNet(Options(preset));
        FormulaWeights.Fill(model);
        model.eval();
        using var image = FormulaWeights.Image(expected.Input);
        using var noGrad = no_grad();

        using var output = model.ForwardWithAuxiliary(image);

        expected.Stages.Single(stage => stage.Name == "aux1").ShouldMatch(output.Aux1);
        expected.Stages.Single(stage => stage.Name == "aux2").ShouldMatch(output.Aux2);
        expected.Stages[^1].ShouldMatch(output.Logits);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("paper")]
    [InlineData("torchvision")]
    internal void StateDict_Preset_HasPyTorchsNamesShapesAndOrder(string preset)
    {
        var expected = ReferenceCase.Load(preset);
        using var model = new GoogLeNet(Options(preset));

        var actual = model.state_dict();

        actual.Keys.Should().Equal(expected.StateDict.Keys);
        foreach (var (name, tensor) in actual) tensor.shape.Should().Equal(expected.StateDict[name], "{0} has that shape", name);
        model.parameters().Sum(parameter => parameter.numel()).Should().Be(expected.Parameters);
    }

    [Fact]
    internal void StateDict_TorchVisionWithoutHeads_HasTheEntriesBeforeAndAfterThem()
    {
        var expected = ReferenceCase.Load("torchvision")
            .StateDict.Keys.Where(key => !key.StartsWith("aux", StringComparison.Ordinal)).ToArray();
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision with { AuxiliaryHeads = false });

        model.state_dict().Keys.Should().Equal(expected).And.HaveCount(344);
        model.parameters().Sum(parameter => parameter.numel()).Should().Be(6_624_904);
    }

    [Fact]
    internal void StateDict_Presets_HaveThePublishedParameterCounts()
    {
        Count(GoogLeNetOptions.Default).Should().Be(7_995_392);
        Count(GoogLeNetOptions.Paper).Should().Be(13_378_280);
        Count(GoogLeNetOptions.Paper with { AuxiliaryHeads = false }).Should().Be(6_998_552);
        Count(GoogLeNetOptions.TorchVision).Should().Be(13_004_888);
        Count(GoogLeNetOptions.TorchVision with { Branch5x5Kernel = 5, AuxiliaryHeads = false }).Should().Be(7_005_832);

        static long Count(GoogLeNetOptions options)
        {
            using var model = new GoogLeNet(options);
            return model.parameters().Sum(parameter => parameter.numel());
        }
    }

    private static GoogLeNetOptions Options(string preset) => preset switch
    {
        "default" => GoogLeNetOptions.Default,
        "paper" => GoogLeNetOptions.Paper,
        "torchvision" => GoogLeNetOptions.TorchVision,
        "torchvision_transform_input" => GoogLeNetOptions.TorchVision with { TransformInput = true },
        _ => throw new ArgumentOutOfRangeException(nameof(preset), preset, "no such reference"),
    };
}
