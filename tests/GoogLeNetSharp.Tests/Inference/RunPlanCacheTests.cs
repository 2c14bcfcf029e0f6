using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>Which shapes have a plan: those used last, whichever came first.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class RunPlanCacheTests
{
    [Fact]
    internal void For_MainShapeAfterManyOthers_IsPlannedAndStaysPlanned()
    {
        NativeKernels.Available.Should().Be(OperatingSystem.IsLinux(), "plans are for them");
        using var block = new ConvBlock(3, 20, kernelSize: 3, padding: 1);
        var lowered = InferenceGraph.Lower(block);
        using var form = new RunForm(lowered, ScalarType.Float32);
        using var plans = new RunPlanCache(form, fused: true);
        for (var side = 1; side <= 2 * RunPlanCache.Capacity; side++) plans.For([1, 3, side, 8]).Should().NotBeNull();

        var main = plans.For([1, 3, 99, 8]);
        for (var side = 1; side <= 2 * RunPlanCache.Capacity; side++)
        {
            plans.For([1, 3, side, 8]);
            plans.For([1, 3, 99, 8]).Should().BeSameAs(main);
        }

        main.Should().NotBeNull();
        for (var side = 1; side <= RunPlanCache.Capacity; side++) plans.For([1, 3, side, 8]);
        plans.For([1, 3, 99, 8]).Should().NotBeSameAs(main, "it was not used for as many shapes as are kept");
    }

    [Fact]
    internal void For_ManyShapes_KeepsFewWeights()
    {
        using var block = new ConvBlock(3, 20, kernelSize: 5, padding: 2);
        var lowered = InferenceGraph.Lower(block);
        using var form = new RunForm(lowered, ScalarType.Float32);
        using var plans = new RunPlanCache(form, fused: true);

        LiveTensors.LeftBy(() =>
        {
            for (var side = 1; side <= 4 * RunPlanCache.Capacity; side++) plans.For([1, 3, side, 8]);
        }).Should().BeLessThan(8, "a convolution has a few layouts");
    }
}
