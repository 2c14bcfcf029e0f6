using GoogLeNetSharp.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Parallel;

/// <summary>Batch norm and dropout of shares against those of the whole batch.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class SynchronizedBatchNormTests
{
    /// <summary>Shape of the whole batch of 5, whether the layer has weights, its momentum, and the type of the input.</summary>
    public static TheoryData<long[], bool, double?, ScalarType> Layers() => new()
    {
        { [5, 3, 4, 6], true, 0.1, ScalarType.Float32 },
        { [5, 3, 4, 6], false, 0.3, ScalarType.Float32 },
        { [5, 3], true, null, ScalarType.Float32 },
        { [5, 3, 7], true, 0.1, ScalarType.Float32 },
        { [5, 3, 2, 3, 2], true, 0.1, ScalarType.Float32 },
        { [5, 3, 4, 6], true, 0.1, ScalarType.BFloat16 },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    internal void Forward_SharesOfABatch_GiveOutputsGradientsAndStatisticsOfTheWhole(long[] shape, bool affine, double? momentum,
        ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var seed = manual_seed(4);
        var whole = ((randn(shape) * 3) + 20).to(type);      // a mean well away from 0, where float32 sums of squares would not do
        var slope = randn(shape).to(type);
        using var layer = Layer(shape.Length, affine, momentum);
        var input = whole.clone().requires_grad_();
        var expected = layer.call(input);
        (expected * slope).sum().backward();

        var parts = LocalTraining.Run(2, communicator =>
        {
            using var own = Layer(shape.Length, affine, momentum);
            var group = new ProcessGroup(communicator);
            using var synchronized = new SynchronizedBatchNorm(own, group);
            var (start, count) = group.ShareOf(5);
            var share = whole.narrow(0, start, count).clone().requires_grad_();
            var output = ((nn.Module<Tensor, Tensor>)own).call(share);
            (output * slope.narrow(0, start, count)).sum().backward();
            synchronized.ThrowIfFailed();
            return (Output: output.detach(), Gradient: share.grad!, Weight: own.weight?.grad, Bias: own.bias?.grad,
                Mean: own.running_mean!.clone(), Variance: own.running_var!.clone(), Batches: own.num_batches_tracked!.item<long>());
        });

        var rounding = type == ScalarType.BFloat16 ? 0.05 : 2e-5;
        Near(cat([.. parts.Select(part => part.Output)]), expected.detach(), rounding);
        Near(cat([.. parts.Select(part => part.Gradient)]), input.grad!, rounding);
        if (affine)
        {
            Near(parts[0].Weight! + parts[1].Weight!, layer.weight.grad!, rounding);
            Near(parts[0].Bias! + parts[1].Bias!, layer.bias!.grad!, rounding);
        }

        foreach (var part in parts)
        {
            Near(part.Mean, layer.running_mean!, rounding);
            Near(part.Variance, layer.running_var!, rounding);
            part.Batches.Should().Be(1);
        }
    }

    [Fact]
    internal void Forward_PlainNorm_NormalisesTheShareAndKeepsStatisticsOfTheWhole()
    {
        using var scope = NewDisposeScope();
        using var seed = manual_seed(5);
        var whole = (randn(5, 3, 4, 6) * 3) + 20;
        using var layer = Layer(4, affine: true, momentum: 0.1);
        layer.call(whole);
        layer.call(whole * 2);

        var parts = LocalTraining.Run(2, communicator =>
        {
            using var own = Layer(4, affine: true, momentum: 0.1);
            using var alone = Layer(4, affine: true, momentum: 0.1);
            var group = new ProcessGroup(communicator);
            using var statistics = new BatchNormStatistics(own, group);
            var (start, count) = group.ShareOf(5);
            var share = whole.narrow(0, start, count);
            var module = (nn.Module<Tensor, Tensor>)own;
            Bitwise.Same(module.call(share), alone.call(share)).Should().BeTrue("outputs are those of the share");
            module.call(share * 2);     // a layer may be used more than once in a pass
            statistics.Merge();
            return (Mean: own.running_mean!.clone(), Variance: own.running_var!.clone());
        });

        foreach (var (mean, variance) in parts)
        {
            Near(mean, layer.running_mean!, 2e-5);
            Near(variance, layer.running_var!, 2e-5);
        }

        Bitwise.Same(parts[0].Variance, parts[1].Variance).Should().BeTrue();
    }

    /// <summary>A dropout layer, and the shape of the whole batch of 5.</summary>
    public static TheoryData<string, long[]> Dropouts() => new()
    {
        { "dropout", [5, 40] }, { "dropout", [5, 4, 6, 3] }, { "channels last", [5, 4, 6, 3] }, { "dropout2d", [5, 8, 3, 3] },
            { "folded", [10, 20] },
    };

    [Theory]
    [MemberData(nameof(Dropouts))]
    internal void Forward_DropoutOfShares_DropsWhatOneProcessDrops(string kind, long[] shape)
    {
        using var scope = NewDisposeScope();
        var whole = arange(1, shape.Aggregate(1L, (product, size) => product * size) + 1, dtype: ScalarType.Float32).view(shape);
        if (kind == "channels last") whole = MemoryFormat.ChannelsLast(whole);
        nn.Module<Tensor, Tensor> Layer() => kind == "dropout2d" ? nn.Dropout2d(0.4) : nn.Dropout(0.4);
        using var layer = Layer();
        Tensor expected;
        using (manual_seed(17)) expected = layer.call(whole);

        var parts = LocalTraining.Run(2, communicator =>
        {
            using var own = Layer();
            using var dropout = new WholeBatchDropout(own);
            var share = new ProcessGroup(communicator).ShareOf(5);
            dropout.Begin(17, 5, share);
            var perImage = shape[0] / 5;
            return own.call(whole.narrow(0, share.Start * perImage, share.Count * perImage));
        });

        Bitwise.Same(cat(parts), expected).Should().BeTrue();
        expected.eq(0).any().item<bool>().Should().BeTrue();
    }

    [Fact]
    internal void Dispose_HooksAreGone()
    {
        using var scope = NewDisposeScope();
        using var layer = Layer(4, affine: true, momentum: 0.1);
        var module = (nn.Module<Tensor, Tensor>)layer;
        var input = randn(4, 3, 2, 2);
        using var other = Layer(4, affine: true, momentum: 0.1);
        new SynchronizedBatchNorm(layer, new ProcessGroup(LocalCommunicator.Create(2)[0])).Dispose();

        Bitwise.Same(module.call(input), other.call(input)).Should().BeTrue("nothing waits for a second process any more");
        layer.training.Should().BeTrue();
    }

    private static BatchNorm Layer(int dimensions, bool affine, double? momentum)
    {
        BatchNorm layer = dimensions switch
        {
            2 or 3 => nn.BatchNorm1d(3, affine: affine),
            4 => nn.BatchNorm2d(3, affine: affine),
            _ => nn.BatchNorm3d(3, affine: affine),
        };
        layer.momentum = momentum;
        if (!affine) return layer;
        using var noGradient = no_grad();
        using var weights = tensor([0.5f, 1, 2]);
        layer.weight.copy_(weights);
        layer.bias!.copy_(weights);
        return layer;
    }

    private static void Near(Tensor actual, Tensor expected, double rounding)
    {
        var (first, second) = (actual.to(ScalarType.Float64), expected.to(ScalarType.Float64));
        var difference = (first - second).abs().max().item<double>() / second.abs().max().item<double>();
        difference.Should().BeLessThan(rounding);
    }
}
