using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>Activation memory, against sums made by hand.</summary>
public sealed class ModelSummaryMemoryTests
{
    [Fact]
    internal void Create_Sequential_HoldsInputOutputAndWhatLiesBetween()
    {
        using var model = nn.Sequential(("a", nn.Conv2d(3, 8, 1)), ("pool", nn.MaxPool2d(2)), ("b", nn.Conv2d(8, 4, 1)));

        var totals = ModelSummary.Create(model, 1, 3, 8, 8).Totals;

        const long input = 4 * 3 * 64, a = 4 * 8 * 64, pool = 4 * 8 * 16, b = 4 * 4 * 16;
        totals.InputBytes.Should().Be(input);
        totals.PeakInferenceBytes.Should().Be(input + a + pool, "TorchSharp's Sequential frees each tensor when the next exists");
        totals.PeakTrainingBytes.Should().Be(input + a + pool + (8 * 8 * 16) + b, "training keeps all, and the indices of the pool");
    }

    [Fact]
    internal void Create_InPlaceAndViews_CountNoMemoryOfTheirOwn()
    {
        using var model = nn.Sequential(("conv", nn.Conv2d(3, 8, 1)), ("relu", nn.ReLU(inplace: true)), ("flatten", nn.Flatten()),
            ("drop", nn.Dropout()));

        var summary = ModelSummary.Create(model, 1, 3, 8, 8);

        summary.Rows.Where(row => row.Own.ActivationBytes > 0).Select(row => row.Path).Should().Equal("conv");
        summary.Row("relu").OutputBytes.Should().Be(4 * 8 * 64);
        summary.Totals.PeakInferenceBytes.Should().Be((4 * 3 * 64) + (4 * 8 * 64));
    }

    [Fact]
    internal void Create_Inception_HoldsTheBranchesUntilTheyAreConcatenated()
    {
        using var model = new InceptionNaive(4, 2, 3, 5);

        var totals = ModelSummary.Create(model, 1, 4, 10, 10).Totals;

        const long image = 4 * 100;
        totals.PeakInferenceBytes.Should().Be(image * (4 + (2 + 3 + 5 + 4) + 14));
        totals.PeakTrainingBytes.Should().Be(image * (4 + (2 + 3 + 5 + 4) + 14) + (8 * 4 * 100));
    }

    [Fact]
    internal void Create_ForwardThatDisposesNothing_HoldsAll()
    {
        using var model = new CarelessLayer();

        // Input, first linear, its sum (the second linear's input), second linear, the result; exp's own result is no module's.
        ModelSummary.Create(model, 1, 3).Totals.PeakInferenceBytes.Should().Be(5 * 4 * 3);
    }
}
