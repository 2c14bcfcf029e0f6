using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Gradients of before a training, and of one that failed, count for nothing.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class StaleGradientTests
{
    private static readonly TrainerOptions Options = new()
    {
        Epochs = 1,
        BatchSize = 4,
        AccumulationSteps = 2,
        Optimizer = new OptimizerSettings.Sgd(0.1),
    };

    [Fact]
    internal void Fit_AfterABackwardOfTheCaller_TrainsAsAFreshNetwork()
    {
        using var training = MemoryDataset.Quadrants(16, seed: 1);
        using var fresh = MemoryDataset.Network();
        var expected = Losses(fresh, training);
        using var used = MemoryDataset.Network();
        using (var scope = NewDisposeScope())
        {
            used.eval();
            (100 * used.call(ones(2, 3, 8, 8)).sum()).backward();
            used.train();
        }

        Losses(used, training).Should().Equal(expected);
        ShouldBeAlike(used, fresh);
    }

    [Fact]
    internal void Fit_AfterAFailureAmidAccumulation_LeavesNoGradientAndResumesAsAFreshNetwork()
    {
        using var directory = new TemporaryDirectory();
        using var training = MemoryDataset.Quadrants(24, seed: 1);
        using var fresh = MemoryDataset.Network();
        Losses(fresh, training);
        using var failing = new FailsOnce(training, failOn: 14);
        using var model = MemoryDataset.Network();
        var options = Options with
        {
            LoaderWorkers = 1,
            Checkpoints = new CheckpointOptions(directory["run"]) { EverySteps = 1, Resume = true },
        };
        FluentActions.Invoking(() => new Trainer(model, options).Fit(failing)).Should().Throw<InvalidDataException>()
            .WithMessage("read error");

        model.parameters().Where(parameter => parameter.grad is not null).Should().BeEmpty();
        new Trainer(model, options).Fit(failing);

        ShouldBeAlike(model, fresh);
    }

    private static double[] Losses(nn.Module<Tensor, Tensor> model, utils.data.Dataset training)
    {
        var progress = new ProgressList();
        new Trainer(model, Options).Fit(training, progress: progress);
        return [.. progress.StepLosses];
    }

    private static void ShouldBeAlike(nn.Module actual, nn.Module expected)
    {
        var weights = actual.state_dict();
        foreach (var (name, weight) in expected.state_dict())
        {
            using var difference = (weights[name] - weight).abs().max();
            difference.to(ScalarType.Float64).item<double>().Should().BeLessThan(1e-6, "{0} is the same", name);
        }
    }

    private sealed class FailsOnce(utils.data.Dataset inner, int failOn) : utils.data.Dataset
    {
        private int _calls;

        public override long Count => inner.Count;

        public override Dictionary<string, Tensor> GetTensor(long index) =>
            Interlocked.Increment(ref _calls) == failOn ? throw new InvalidDataException("read error") : inner.GetTensor(index);
    }
}
