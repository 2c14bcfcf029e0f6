using GoogLeNetSharp.Tests.Models;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>What the trainer minimises: cross entropy, the losses of heads, or a function of the caller's.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class TrainerLossTests
{
    private static readonly TrainerOptions OneStep = new()
    {
        Epochs = 1,
        BatchSize = 8,
        Optimizer = new OptimizerSettings.Sgd(0.1),
        Precision = TrainingPrecision.Float32,
        AuxiliaryWeight = 0.25,
    };

    [Fact]
    internal void Fit_OwnLoss_IsWhatIsFollowed()
    {
        using var images = MemoryDataset.Quadrants(8, seed: 1);
        using var model = MemoryDataset.Network();
        using var before = model.get_parameter("fc.bias")!.detach().clone();
        var shapes = new List<long[]>();

        new Trainer(model, OneStep with { Loss = MeanOfLogits }).Fit(images);

        shapes.Should().ContainSingle().Which.Should().Equal(8, MemoryDataset.Classes);
        var bias = model.get_parameter("fc.bias")!;
        // The gradient of the mean of 4 logits to each bias is 1/4; SGD at 0.1 without momentum takes 0.025 off each.
        using var moved = bias - before;
        moved.data<float>().ToArray().Should().OnlyContain(step => Math.Abs(step + 0.025f) < 1e-6f);

        Tensor MeanOfLogits(Tensor logits, Tensor targets)
        {
            shapes.Add(logits.shape);
            targets.dtype.Should().Be(ScalarType.Int64);
            return logits.mean();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    internal void Fit_NetworkWithHeads_AddsTheirLossesAtTheWeight(bool ownLoss)
    {
        using var scope = NewDisposeScope();
        using var model = new OwnNetwork(width: 4, numClasses: 4);
        foreach (var module in model.modules().OfType<TorchSharp.Modules.Dropout>().ToArray()) module.p = 0;
        using var images = new MemoryDataset(randn(8, 3, 16, 16), arange(8) % 4);
        var batch = stack([.. Enumerable.Range(0, 8).Select(i => images.GetTensor(i)[ImageDataset.ImageKey])]);
        var labels = arange(8) % 4;
        double expected;
        using (no_grad())
        {
            var outputs = model.ForwardWithHeads(batch);
            expected = Of(outputs[0]) + (0.25 * Of(outputs[1]));
        }

        var loss = ownLoss ? (Func<Tensor, Tensor, Tensor>)((logits, _) => logits.square().mean()) : null;
        var result = new Trainer(model, OneStep with { Loss = loss }).Fit(images);

        result.Epochs[0].TrainingLoss.Should().BeApproximately(expected, 1e-4 * Math.Abs(expected));

        double Of(Tensor logits) => (ownLoss ? logits.square().mean() : nn.functional.cross_entropy(logits, labels)).item<float>();
    }

    [Fact]
    internal void Fit_LossThatIsNoScalar_SaysSo()
    {
        using var images = MemoryDataset.Quadrants(8, seed: 1);
        using var model = MemoryDataset.Network();

        var fit = () => new Trainer(model, OneStep with { Loss = (logits, _) => logits }).Fit(images);

        fit.Should().ThrowExactly<InvalidOperationException>().WithMessage("Loss: expected a scalar, got shape [8, 4].");
    }

    [Fact]
    internal void Fit_LossAndLabelSmoothing_IsRefused()
    {
        using var images = MemoryDataset.Quadrants(8, seed: 1);
        using var model = MemoryDataset.Network();

        var fit = () => new Trainer(model, OneStep with { Loss = (logits, _) => logits.mean(), LabelSmoothing = 0.1 }).Fit(images);

        fit.Should().ThrowExactly<ArgumentException>()
            .WithMessage("options: Loss takes the place of LabelSmoothing and ClassWeights; set one or the other. (Parameter 'options')");
    }
}
