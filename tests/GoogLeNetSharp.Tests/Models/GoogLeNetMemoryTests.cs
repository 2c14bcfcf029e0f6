using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>What calls leave alive: nothing but their result.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class GoogLeNetMemoryTests
{
    private static readonly GoogLeNetOptions Small = GoogLeNetOptions.Cifar with { AuxiliaryHeads = true };

    [Fact]
    internal void Forward_AThousandTimes_LeavesTheTensorCountWhereItWas()
    {
        using var model = new GoogLeNet(Small);
        model.eval();
        using var image = randn(3, 8, 8);

        LiveTensors.LeftBy(() =>
        {
            using var noGrad = no_grad();
            for (var i = 0; i < 1000; i++) model.call(image).Dispose();
        }).Should().Be(0);
    }

    [Fact]
    internal void EveryForward_WithAndWithoutGradient_LeavesOnlyItsResult()
    {
        using var model = new GoogLeNet(Small);
        using var images = randn(2, 3, 32, 32);
        using var pixelless = randn(2, 3, 0, 0);

        foreach (var gradient in new[] { false, true })
        {
            using var mode = set_grad_enabled(gradient);
            LiveTensors.LeftBy(() => model.call(images).Dispose()).Should().Be(0);
            LiveTensors.LeftBy(() => model.ForwardWithAuxiliary(images).Dispose()).Should().Be(0);
            LiveTensors.LeftBy(() =>
            {
                using var features = model.ForwardFeatures(images);
                model.ForwardHead(features).Dispose();
            }).Should().Be(0);
            LiveTensors.LeftBy(() =>
            {
                foreach (var (_, output) in model.ForwardStages(images, "inception3b", "inception4e")) output.Dispose();
            }).Should().Be(0);
            LiveTensors.LeftBy(() => model.Invoking(m => m.call(pixelless)).Should().Throw<ArgumentException>()).Should().Be(0);
        }
    }

    [Fact]
    internal void Blocks_EveryForward_LeavesOnlyItsResult()
    {
        using var block = new ConvBlock(3, 4, 3, batchNorm: new(1e-3));
        using var naive = new InceptionNaive(3, 1, 2, 3);
        using var module = new InceptionModule(3, new InceptionWidths(1, 2, 3, 4, 5, 6));
        using var head = new AuxiliaryClassifier(3, 2);
        foreach (var input in new[] { randn(3, 14, 14), randn(2, 3, 14, 14), randn(2, 3, 14, 14, dtype: ScalarType.BFloat16) })
        {
            foreach (var layer in new nn.Module<Tensor, Tensor>[] { block, naive, module, head })
                LiveTensors.LeftBy(() => layer.call(input).Dispose()).Should().Be(0, "{0} frees what it makes", layer.GetType().Name);
            input.Dispose();
        }
    }

    [Fact]
    internal void Dispose_Network_FreesEveryTensorItMade()
    {
        foreach (var options in new[] { GoogLeNetOptions.Default, GoogLeNetOptions.TorchVision, Small })
        {
            // TorchSharp 0.107.0 counts one tensor too many for every Parameter that is made: the one whose memory it took over.
            var parameters = 0;
            LiveTensors.LeftBy(() =>
            {
                using var model = new GoogLeNet(options);
                parameters = model.parameters().Count() + (2 * (1 + model.AuxiliaryHeads.Count));
                model.ResetClassifier(3);
            }).Should().Be(parameters);
        }
    }

    [Fact]
    internal void Constructor_RefusedArguments_LeavesNothingBehind()
    {
        LiveTensors.LeftBy(() =>
        {
            Refuse(() => new ConvBlock(1, 1, 1, stride: 0));
            Refuse(() => new InceptionNaive(1, 1, 1, 0));
            Refuse(() => new InceptionModule(1, new InceptionWidths(1, 1, 1, 1, 1, 1), branch5x5Kernel: 4));
            Refuse(() => new AuxiliaryClassifier(1, 1, dropout: 2));
        }).Should().Be(0);

        static void Refuse(Func<object> make) => make.Should().Throw<ArgumentException>();
    }

    [Fact]
    internal void Loss_Call_LeavesOnlyItsResult()
    {
        using var model = new GoogLeNet(Small);
        using var loss = new GoogLeNetLoss(labelSmoothing: 0.1);
        using var images = randn(2, 3, 32, 32);
        using var targets = tensor([0L, 1L]);

        LiveTensors.LeftBy(() =>
        {
            using var output = model.ForwardWithAuxiliary(images);
            loss.call(output, targets).Dispose();
        }).Should().Be(0);
    }
}
