using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>GoogLeNet's stages: the notes' shapes, the table's rows, sizes that fit.</summary>
public sealed class GoogLeNetShapeTests
{
    // The notes, item 6: for each module the channels it reads, and those it makes.
    private static readonly (string Name, long In, long Out)[] NotesRows =
    [
        ("inception3a", 192, 256), ("inception3b", 256, 480),
        ("inception4a", 480, 512), ("inception4b", 512, 512), ("inception4c", 512, 512), ("inception4d", 512, 528),
        ("inception4e", 528, 832),
        ("inception5a", 832, 832), ("inception5b", 832, 1024),
    ];

    private static readonly (string Name, long[] Shape)[] NotesStages =
    [
        ("conv1", [2, 64, 112, 112]), ("conv1_pool", [2, 64, 56, 56]), ("conv2", [2, 192, 56, 56]), ("conv2_pool", [2, 192, 28, 28]),
        ("inception3a", [2, 256, 28, 28]), ("inception3b", [2, 480, 28, 28]), ("inception3_pool", [2, 480, 14, 14]),
        ("inception4a", [2, 512, 14, 14]), ("inception4b", [2, 512, 14, 14]), ("inception4c", [2, 512, 14, 14]),
        ("inception4d", [2, 528, 14, 14]),
        ("inception4e", [2, 832, 14, 14]), ("inception4_pool", [2, 832, 7, 7]),
        ("inception5a", [2, 832, 7, 7]), ("inception5b", [2, 1024, 7, 7]), ("inception5_pool", [2, 1024, 1, 1]), ("fc1", [2, 1000]),
        ("fc2", [2, 1000]),
    ];

    // Table 1 of the paper: 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, pool projection.
    private static readonly Dictionary<string, long[]> PaperRows = new()
    {
        ["inception3a"] = [64, 96, 128, 16, 32, 32],
        ["inception3b"] = [128, 128, 192, 32, 96, 64],
        ["inception4a"] = [192, 96, 208, 16, 48, 64],
        ["inception4b"] = [160, 112, 224, 24, 64, 64],
        ["inception4c"] = [128, 128, 256, 24, 64, 64],
        ["inception4d"] = [112, 144, 288, 32, 64, 64],
        ["inception4e"] = [256, 160, 320, 32, 128, 128],
        ["inception5a"] = [256, 160, 320, 32, 128, 128],
        ["inception5b"] = [384, 192, 384, 48, 128, 128],
    };

    [Fact]
    internal void ForwardStages_DefaultAtBatch2_HasTheNotes18Shapes()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new GoogLeNet();

        var outputs = model.ForwardStages(randn(2, 3, 224, 224), [.. NotesStages.Select(stage => stage.Name)]);

        outputs.Keys.Should().Equal(NotesStages.Select(stage => stage.Name)).And.HaveCount(18);
        foreach (var (name, shape) in NotesStages) outputs[name].shape.Should().Equal(shape, "that is the shape of {0}", name);
    }

    [Fact]
    internal void StageShapes_DefaultAtBatch2_AreThoseOfTheNotes()
    {
        using var model = new GoogLeNet();

        model.StageShapes(2, 3, 224, 224).Should().BeEquivalentTo(NotesStages, options => options.WithStrictOrdering());
        model.StageShapes(3, 224, 224)[^1].Shape.Should().Equal(1000);
    }

    [Theory]
    [InlineData(GoogLeNetPreset.Default, 193, 210)]
    [InlineData(GoogLeNetPreset.Paper, 224, 224)]
    [InlineData(GoogLeNetPreset.TorchVision, 15, 37)]
    [InlineData(GoogLeNetPreset.Cifar, 32, 32)]
    internal void StageShapes_Preset_AreWhatRunningGives(GoogLeNetPreset preset, long height, long width)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new GoogLeNet(GoogLeNetOptions.ForPreset(preset));
        model.eval();

        var shapes = model.StageShapes(1, 3, height, width);
        var outputs = model.ForwardStages(randn(1, 3, height, width), [.. shapes.Select(stage => stage.Name)]);

        foreach (var (name, shape) in shapes) outputs[name].shape.Should().Equal(shape, "that is the shape of {0}", name);
    }

    [Theory]
    [InlineData(GoogLeNetPreset.Default)]
    [InlineData(GoogLeNetPreset.Paper)]
    [InlineData(GoogLeNetPreset.TorchVision)]
    [InlineData(GoogLeNetPreset.Cifar)]
    internal void Stages_InceptionTable_EachRowReadsWhatTheLastOneMakes(GoogLeNetPreset preset)
    {
        using var model = new GoogLeNet(GoogLeNetOptions.ForPreset(preset));
        var modules = model.Stages.Where(stage => stage.Module is InceptionModule)
            .Select(stage => (stage.Name, Module: (InceptionModule)stage.Module)).ToArray();

        modules.Select(row => row.Name).Should().Equal(NotesRows.Select(row => row.Name));
        for (var i = 0; i < modules.Length; i++)
        {
            var (name, module) = modules[i];
            var widths = module.Widths;
            module.Branch1.Conv.in_channels.Should().Be(NotesRows[i].In, "{0} reads that", name);
            (widths.Ch1x1 + widths.Ch3x3 + widths.Ch5x5 + widths.PoolProjection).Should()
                .Be(NotesRows[i].Out, "the branches of {0} add up to that", name);
            new[] { widths.Ch1x1, widths.Ch3x3Reduce, widths.Ch3x3, widths.Ch5x5Reduce, widths.Ch5x5, widths.PoolProjection }
                .Should().Equal(PaperRows[name], "that is the row {0} of the paper's table 1", name);
        }
    }

    [Fact]
    internal void Stages_Presets_HaveTheNamesOfTheirSources()
    {
        Names(GoogLeNetOptions.Paper).Should().Equal(
            "conv1", "pool1", "norm1", "conv2", "conv3", "norm2", "pool2", "inception3a", "inception3b", "pool3", "inception4a",
            "inception4b",
            "inception4c", "inception4d", "inception4e", "pool4", "inception5a", "inception5b", "pool5", "dropout", "fc");
        Names(GoogLeNetOptions.TorchVision with { TransformInput = true }).Should().Equal(
            "transform_input", "conv1", "maxpool1", "conv2", "conv3", "maxpool2", "inception3a", "inception3b", "maxpool3", "inception4a",
            "inception4b",
            "inception4c", "inception4d", "inception4e", "maxpool4", "inception5a", "inception5b", "avgpool", "dropout", "fc");

        static string[] Names(GoogLeNetOptions options)
        {
            using var model = new GoogLeNet(options);
            return [.. model.Stages.Select(stage => stage.Name)];
        }
    }

    [Theory]
    [InlineData(GoogLeNetPreset.Default, 193, 224)]
    [InlineData(GoogLeNetPreset.Paper, 223, 254)]
    [InlineData(GoogLeNetPreset.TorchVision, 15, null)]
    [InlineData(GoogLeNetPreset.Cifar, 1, null)]
    internal void ImageSize_Bounds_RunAndOneBeyondIsRefused(GoogLeNetPreset preset, long smallest, int? largest)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new GoogLeNet(GoogLeNetOptions.ForPreset(preset));
        model.eval();

        model.MinImageSize.Should().Be(smallest);
        model.MaxImageSize.Should().Be(largest);
        model.call(randn(1, 3, smallest, smallest)).shape.Should().Equal(1, model.Options.NumClasses);
        model.Invoking(m => m.call(randn(1, 3, smallest, smallest - 1))).Should().Throw<ArgumentException>();
        if (largest is { } size) model.Invoking(m => m.call(randn(1, 3, size + 1, size))).Should().Throw<ArgumentException>();
    }

    [Fact]
    internal void Cifar_At32Pixels_KeepsA4x4MapAndCostsAtMostSixTenthsOfAGiga()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        var shapes = model.StageShapes(3, 32, 32).ToDictionary(stage => stage.Name, stage => stage.Shape);

        shapes["inception5b"].Should().Equal(1024, 4, 4);
        var multiplyAdds = 0L;
        foreach (var stage in model.Stages)
        {
            var shape = shapes[stage.Name];
            multiplyAdds += stage.Module.parameters().Where(parameter => parameter.dim() > 1)
                .Sum(weight => weight.numel()) * (shape.Length == 3 ? shape[1] * shape[2] : 1);
        }

        multiplyAdds.Should().Be(513_255_424).And.BeLessThan(600_000_000);
        model.parameters().Sum(parameter => parameter.numel()).Should().Be(6_016_170);
    }
}
