using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>Large batches: one image is run, the rest is arithmetic.</summary>
public sealed class ModelSummaryBatchTests
{
    [Fact]
    internal void Create_LargeBatch_EqualsTheRunOfEveryImage()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        var batches = new List<long>();
        model.register_forward_hook((_, input, _) =>
        {
            batches.Add(input.shape[0]);
            return null!;
        });

        var one = ModelSummary.Create(model, 1, 3, 32, 32);
        var six = ModelSummary.Create(model, 6, 3, 32, 32);

        batches.Should().Equal(1, 1);
        six.Totals.IsScaled.Should().BeTrue();
        six.Totals.MeasuredBatchSize.Should().Be(1);
        six.Totals.MultiplyAdds.Should().Be(6 * one.Totals.MultiplyAdds);
        six.Totals.MultiplyAddsPerImage.Should().Be(one.Totals.MultiplyAdds);
        six.Totals.PeakInferenceBytes.Should().Be(6 * one.Totals.PeakInferenceBytes);
        six.Totals.Parameters.Should().Be(one.Totals.Parameters);
        six.InputShape.Should().Equal(6, 3, 32, 32);
        var expected = model.StageShapes(6, 3, 32, 32);
        six.Stages.Select(row => string.Join(',', row.OutputShape!)).Should()
            .Equal(expected.Select(stage => string.Join(',', stage.Shape)));
        six.ToString().Should().Contain("measured on 1 image, scaled to the batch of 6");
        ModelSummaryTests.ShouldAddUp(six);
    }

    [Fact]
    internal void Create_BatchThatDoesNotStayInFront_RunsTheWholeBatch()
    {
        using var model = new PatchLayer();

        var summary = ModelSummary.Create(model, 3, 8);

        summary.Totals.IsScaled.Should().BeFalse();
        summary.Row("linear").InputShape.Should().Equal(6, 4);
        summary.Totals.MultiplyAdds.Should().Be(6 * 4 * 2);
    }

    [Fact]
    internal void Create_UnbatchedImage_IsNotTakenForABatchOfChannels()
    {
        using var model = new InceptionNaive(3, 2, 2, 2);

        var summary = ModelSummary.Create(model, 3, 6, 6);

        summary.Totals.BatchSize.Should().BeNull();
        summary.Rows[0].OutputShape.Should().Equal(9, 6, 6);
        summary.Totals.MultiplyAddsPerImage.Should().Be(summary.Totals.MultiplyAdds);
    }

    [Fact]
    internal void Create_LargeExample_IsSliced()
    {
        using var model = nn.Sequential(("conv", nn.Conv1d(2, 3, 3)), ("norm", nn.BatchNorm1d(3)));
        using var example = ones(8, 2, 10);

        var summary = ModelSummary.Create(model, example);

        summary.Totals.IsScaled.Should().BeTrue();
        summary.Row("norm").OutputShape.Should().Equal(8, 3, 8);
        summary.Totals.InputBytes.Should().Be(4 * 8 * 2 * 10);
        summary.Totals.MultiplyAdds.Should().Be(8 * 3 * 8 * 2 * 3);
    }
}
