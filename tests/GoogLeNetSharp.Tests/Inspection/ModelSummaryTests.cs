using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>The numbers of the summary: exact, and adding up.</summary>
public sealed class ModelSummaryTests
{
    /// <summary>Networks with the parameters and multiply-adds published for them.</summary>
    public static TheoryData<string, long, long> PublishedCounts { get; } = new()
    {
        { "torchvision", 6_624_904, 1_498_376_192 },
        { "torchvision 5x5", 7_005_832, 1_582_671_872 },
        { "paper", 6_998_552, 1_582_671_872 },
    };

    [Theory]
    [MemberData(nameof(PublishedCounts))]
    internal void Create_GoogLeNetWithoutHeads_HasThePublishedCounts(string network, long parameters, long multiplyAdds)
    {
        using var model = new GoogLeNet(network switch
        {
            "torchvision" => GoogLeNetOptions.TorchVision with { AuxiliaryHeads = false },
            "torchvision 5x5" => GoogLeNetOptions.TorchVision with { AuxiliaryHeads = false, Branch5x5Kernel = 5 },
            _ => GoogLeNetOptions.Paper with { AuxiliaryHeads = false },
        });

        var summary = ModelSummary.Create(model, 1, 3, 224, 224);

        summary.Totals.Parameters.Should().Be(parameters);
        summary.Totals.TrainableParameters.Should().Be(parameters);
        summary.Totals.ParameterBytes.Should().Be(4 * parameters);
        summary.Totals.MultiplyAdds.Should().Be(multiplyAdds);
        summary.Totals.MultiplyAddsPerImage.Should().Be(multiplyAdds);
        ShouldAddUp(summary);
    }

    [Fact]
    internal void Create_TorchVisionWithHeads_CountsThemButSaysThatCallDoesNotRunThem()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);

        var summary = ModelSummary.Create(model, 1, 3, 64, 64);

        summary.Totals.Parameters.Should().Be(13_004_888);
        summary.Totals.UncalledParameters.Should().Be(3_188_968 + 3_191_016);
        summary.Row("aux1").AuxiliaryTap.Should().Be("inception4a");
        summary.Row("aux2").Subtree.Parameters.Should().Be(3_191_016);
        summary.Row("aux1").TimesCalled.Should().Be(0);
        summary.Warnings.Should().NotContain(warning => warning.Kind == ModelWarningKind.NeverCalled, "heads have a forward of their own");
        ShouldAddUp(summary);
    }

    [Fact]
    internal void CreateWithAuxiliary_TorchVision_RunsTheHeadsAtTheirTaps()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision with { NumClasses = 10 });

        var summary = ModelSummary.CreateWithAuxiliary(model, 2, 3, 64, 64);

        summary.Totals.UncalledParameters.Should().Be(0);
        summary.Row("aux1").InputShape.Should().Equal(2, 512, 4, 4);
        summary.Row("aux2.fc2").OutputShape.Should().Equal(2, 10);
        summary.Rows.Where(row => row.Depth == 1).Select(row => row.Path).Should()
            .ContainInConsecutiveOrder("inception4a", "aux1", "inception4b");
        summary.Stages.Select(row => row.Path).Should().Equal(model.Stages.Select(stage => stage.Name));
        ShouldAddUp(summary);
    }

    [Fact]
    internal void CreateWithAuxiliary_NoHeads_Throws()
    {
        using var model = new GoogLeNet();

        var act = () => ModelSummary.CreateWithAuxiliary(model, 1, 3, 224, 224);

        act.Should().Throw<InvalidOperationException>().WithMessage("This GoogLeNet has no auxiliary heads: use Create.");
    }

    [Theory]
    [InlineData(new long[] { 2, 3, 32, 32 })]
    [InlineData(new long[] { 3, 32, 32 })]
    internal void Create_Cifar_HasTheStagesAndShapesOfTheModel(long[] shape)
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);

        var summary = ModelSummary.Create(model, shape);

        var expected = model.StageShapes(shape);
        summary.Stages.Select(row => row.Path).Should().Equal(expected.Select(stage => stage.Name));
        for (var i = 0; i < expected.Count; i++)
        {
            // Inside, an unbatched image is a batch of one.
            long[] inside = shape.Length == 4 ? expected[i].Shape : [1, .. expected[i].Shape];
            summary.Stages[i].OutputShape.Should().Equal(inside, "that is what stage {0} makes", expected[i].Name);
        }

        summary.Totals.BatchSize.Should().Be(shape.Length == 4 ? 2 : null);
        ShouldAddUp(summary);
    }

    [Fact]
    internal void Create_EveryKindOfCountedLayer_HasHandCountedMultiplyAdds()
    {
        using var conv = nn.Sequential(
            ("grouped", nn.Conv2d(4, 8, 3, groups: 2, bias: false)),                   // 8 x 4 x 4 outputs of 2 x 3 x 3
            ("up", nn.ConvTranspose2d(8, 6, 2, stride: 2)),                            // 8 x 4 x 4 inputs of 6 x 2 x 2
            ("norm", nn.BatchNorm2d(6)),
            ("flatten", nn.Flatten()),
            ("linear", nn.Linear(6 * 8 * 8, 5)));

        var summary = ModelSummary.Create(conv, 1, 4, 6, 6);

        summary.Row("grouped").Own.MultiplyAdds.Should().Be(8 * 4 * 4 * 2 * 3 * 3);
        summary.Row("up").Own.MultiplyAdds.Should().Be(8 * 4 * 4 * 6 * 2 * 2);
        summary.Row("norm").Own.MultiplyAdds.Should().Be(0);
        summary.Row("linear").Own.MultiplyAdds.Should().Be(6 * 8 * 8 * 5);
        summary.Row("grouped").Window!.ToString().Should().Be("3x3");
        summary.Row("up").Window!.ToString().Should().Be("2x2 /2");
        summary.Row("norm").TypeName.Should().Be("BatchNorm2d");
        summary.Row("norm").Own.Buffers.Should().Be(6 + 6 + 1);
        ShouldAddUp(summary);
    }

    [Fact]
    internal void Create_OneLayer_IsItsOwnStage()
    {
        using var layer = nn.Linear(3, 4);

        var summary = ModelSummary.Create(layer, 5, 3);

        summary.Rows.Should().ContainSingle().Which.OutputShape.Should().Equal(5, 4);
        summary.Stages.Should().Equal(summary.Rows);
        summary.Totals.MultiplyAdds.Should().Be(5 * 3 * 4);
        summary.Totals.BatchSize.Should().Be(5);
    }

    [Fact]
    internal void Create_Embedding_TakesIndicesThroughAnExample()
    {
        using var model = nn.Sequential(("embed", nn.Embedding(10, 4)), ("linear", nn.Linear(4, 2)));
        using var indices = tensor(new long[] { 1, 2, 3, 4, 5, 6 }, [2, 3]);

        var summary = ModelSummary.Create(model, indices);

        summary.InputType.Should().Be(ScalarType.Int64);
        summary.Row("embed").OutputShape.Should().Equal(2, 3, 4);
        summary.Totals.MultiplyAdds.Should().Be(2 * 3 * 4 * 2);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    internal void Create_ModelOfAnotherType_RunsInThatType(ScalarType type)
    {
        using var model = new InceptionNaive(4, 2, 2, 2);
        model.to(type);

        var summary = ModelSummary.Create(model, 1, 4, 5, 5);

        summary.InputType.Should().Be(type);
        summary.Row("branch1").OutputBytes.Should().Be(2 * 25 * (type == ScalarType.Float64 ? 8 : 2));
    }

    [Fact]
    internal void Create_ExampleOfAnotherTypeThanTheWeights_CountsTheConvolutionsThatCast()
    {
        using var model = new InceptionModule(4, new InceptionWidths(2, 2, 2, 2, 2, 2), batchNorm: new(0.001));
        using var single = zeros(1, 4, 5, 5);
        using var half = zeros([1, 4, 5, 5], ScalarType.BFloat16);

        var cast = ModelSummary.Create(model, half);

        cast.Totals.MultiplyAdds.Should().Be(ModelSummary.Create(model, single).Totals.MultiplyAdds);
        cast.Warnings.Should().BeEmpty();
    }

    [Fact]
    internal void Create_ModelOnAnotherDevice_RunsThere()
    {
        using var model = nn.Sequential(("a", nn.Linear(3, 4, device: META)), ("tanh", nn.Tanh()), ("b", nn.Linear(4, 4, device: META)));

        var summary = ModelSummary.Create(model, 2, 3);

        summary.Device.Should().Be("meta");
        summary.Row("b").OutputShape.Should().Equal(2, 4);
        summary.Totals.Parameters.Should().Be(16 + 20);
        ShouldAddUp(summary);
    }

    [Fact]
    internal void Row_UnknownPath_Throws()
    {
        using var layer = nn.Linear(3, 4);

        var act = () => ModelSummary.Create(layer, 3).Row("conv9");

        act.Should().Throw<ArgumentException>().WithMessage("path: there is no module \"conv9\" in Linear. (Parameter 'path')");
    }

    [Fact]
    internal void Create_BadArguments_Throws()
    {
        using var layer = nn.Linear(3, 4);

        layer.Invoking(model => ModelSummary.Create(model, 0, 3)).Should().Throw<ArgumentException>()
            .WithMessage("inputShape: expected one number or more, each 1 or more, got shape [0, 3], for Linear. (Parameter 'inputShape')");
        layer.Invoking(model => ModelSummary.Create(model, [])).Should().Throw<ArgumentException>()
            .WithMessage("inputShape: expected one number or more, each 1 or more, got shape [], for Linear. (Parameter 'inputShape')");
        layer.Invoking(_ => ModelSummary.Create(null!, 1, 3)).Should().Throw<ArgumentNullException>().WithParameterName("model");
        layer.Invoking(model => ModelSummary.Create(model, (Tensor)null!)).Should().Throw<ArgumentNullException>()
            .WithParameterName("example");
        layer.Invoking(model => ModelSummary.Create(model, (long[])null!)).Should().Throw<ArgumentNullException>()
            .WithParameterName("inputShape");
    }

    [Fact]
    internal void Create_DisposedModel_Throws()
    {
        var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        model.Dispose();

        var act = () => ModelSummary.Create(model, 1, 3, 32, 32);

        act.Should().Throw<ObjectDisposedException>();
    }

    /// <summary>The totals, added up again from the rows.</summary>
    internal static void ShouldAddUp(ModelSummary summary)
    {
        var (rows, totals) = (summary.Rows, summary.Totals);
        rows.Sum(row => row.Own.Parameters).Should().Be(totals.Parameters);
        rows.Sum(row => row.Own.TrainableParameters).Should().Be(totals.TrainableParameters);
        rows.Sum(row => row.Own.ParameterBytes).Should().Be(totals.ParameterBytes);
        rows.Sum(row => row.Own.Buffers).Should().Be(totals.Buffers);
        rows.Sum(row => row.Own.MultiplyAdds).Should().Be(totals.MultiplyAdds);
        rows.SelectMany(row => row.Calls).Sum(call => call.MultiplyAdds).Should().Be(totals.MultiplyAdds);
        (totals.InputBytes + rows.Sum(row => row.Own.ActivationBytes)).Should().Be(totals.PeakTrainingBytes);
        rows[0].Subtree.Should().Be(rows.Aggregate(default(SummaryCost), (sum, row) => sum + row.Own));
        rows.Where(row => row.Depth == 1).Aggregate(rows[0].Own, (sum, row) => sum + row.Subtree).Should().Be(rows[0].Subtree);
    }
}
