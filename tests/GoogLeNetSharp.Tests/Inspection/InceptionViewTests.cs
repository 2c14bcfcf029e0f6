using GoogLeNetSharp.Inspection;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>The branch view.</summary>
public sealed class InceptionViewTests
{
    [Theory]
    [InlineData(5, null)]
    [InlineData(3, 0.001)]
    internal void Create_InceptionModule_ShowsBranchesAndTheNaiveCost(long kernel, double? batchNormEps)
    {
        var widths = new InceptionWidths(Ch1x1: 64, Ch3x3Reduce: 96, Ch3x3: 128, Ch5x5Reduce: 16, Ch5x5: 32, PoolProjection: 24);
        using var model = new InceptionModule(192, widths, kernel, batchNormEps is null ? null : new BatchNormSettings(batchNormEps.Value));

        var view = ModelSummary.Create(model, 2, 192, 10, 10).InceptionModules.Should().ContainSingle().Subject;

        view.Branches.Select(branch => branch.Name).Should().Equal("branch1", "branch2", "branch3", "branch4");
        view.Branches.Select(branch => branch.OutputShape[1]).Should().Equal(64, 128, 32, 24);
        view.Branches[1].Steps.Select(step => step.Path).Should().Equal("branch2.0", "branch2.1");
        view.Branches[3].Steps.Select(step => step.TypeName).Should().Equal("MaxPool2d", "ConvBlock");
        view.Row.OutputShape.Should().Equal(2, 248, 10, 10);
        view.Naive!.OutChannels.Should().Be(416);

        // The notes' naive module itself, made and run; with batch norm a bias becomes a scale and a shift.
        using var naive = new InceptionNaive(192, 64, 128, 32);
        var expected = ModelSummary.Create(naive, 2, 192, 10, 10).Totals;
        var smallerKernel = kernel == 5 ? 0 : 192 * 32 * (25 - 9);
        view.Naive.Parameters.Should().Be(expected.Parameters - smallerKernel + (batchNormEps is null ? 0 : 64 + 128 + 32));
        view.Naive.MultiplyAdds.Should().Be(expected.MultiplyAdds - (2 * 100 * smallerKernel));
    }

    [Fact]
    internal void Create_InceptionNaive_HasBranchesOfOneStep()
    {
        using var model = new InceptionNaive(192, 64, 128, 32);

        var view = ModelSummary.Create(model, 192, 20, 20).InceptionModules.Should().ContainSingle().Subject;

        view.Naive.Should().BeNull();
        view.Branches.Select(branch => string.Join('x', branch.OutputShape)).Should()
            .Equal("64x20x20", "128x20x20", "32x20x20", "192x20x20");
    }

    [Fact]
    internal void Create_GoogLeNet_HasNineModules()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);

        ModelSummary.Create(model, 1, 3, 32, 32).InceptionModules.Select(view => view.Row.Path)
            .Should().Equal(model.Stages.Where(stage => stage.Module is InceptionModule).Select(stage => stage.Name)).And.HaveCount(9);
    }
}
