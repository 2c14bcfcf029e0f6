using System.Runtime.InteropServices;
using GoogLeNetSharp.Mpi;
using GoogLeNetSharp.Tests.Training;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.MpiTests;

/// <summary>Small trainings whose weights the script compares.</summary>
internal static class Trainings
{
    private static readonly TrainerOptions Plain = new()
    {
        Epochs = 4,
        BatchSize = 8,
        Seed = 3,
        Optimizer = new OptimizerSettings.Sgd(0.05),
        LoaderWorkers = 1,
    };

    private static readonly Dictionary<string, TrainerOptions> Variants = new()
    {
        ["sgd"] = Plain,
        ["adamw"] = Plain with { Optimizer = new OptimizerSettings.AdamW(0.01) },
        ["full"] = Plain with
        {
            AccumulationSteps = 2,
            MovingAverageDecay = 0.8,
            ClipGradientNorm = 0.5,
            LabelSmoothing = 0.1,
            LastBatch = LastBatch.Merge,
        },
        ["mixed"] = Plain with { Precision = TrainingPrecision.BFloat16 },
        ["own norm"] = Plain with { SynchronizedBatchNorm = false },
    };

    /// <summary>Trains 20 steps; process 0 saves the weights, and all must have the same.</summary>
    internal static int Run(string variant, string weights, string? checkpoints = null, long? stopAfter = null, string? pids = null)
    {
        set_num_threads(1);
        using var mpi = MpiCommunicator.Create();
        if (pids is not null) File.WriteAllText(Path.Combine(pids, $"{mpi.Rank}.pid"), $"{Environment.ProcessId}");
        using var network = Network();
        using var quadrants = MemoryDataset.Quadrants(40, seed: 1);
        using var training = new WatchedDataset(quadrants, pids is null ? TimeSpan.Zero : TimeSpan.FromMilliseconds(60));
        using var validation = MemoryDataset.Quadrants(13, seed: 2);
        using var stop = new CancellationTokenSource();
        var watched = new StopAfter(stopAfter, stop);
        var options = Variants[variant] with
        {
            Communicator = mpi,
            Checkpoints = checkpoints is null ? null : new CheckpointOptions(checkpoints) { Resume = true, EverySteps = 2 },
        };
        try
        {
            var result = new Trainer(network, options).Fit(training, validation, watched, stop.Token);
            if (mpi.Rank == 0)
            {
                Console.WriteLine(FormattableString.Invariant(
                    $"{result.Steps} steps, the first here {watched.First}, validation loss {result.Validation!.Loss:0.000000}"));
            }
        }
        catch (TrainingCanceledException canceled)
        {
            if (mpi.Rank == 0) Console.WriteLine($"stopped after {canceled.Result.Steps} steps");
            return 0;
        }

        RequireSameWeights(network, mpi);
        if (mpi.Rank == 0) network.SaveWeights(weights);
        return 0;
    }

    /// <summary>A training in which the last process meets a broken item: it ends all, with its message.</summary>
    internal static int Fail()
    {
        set_num_threads(1);
        using var mpi = MpiCommunicator.Create();
        using var network = Network();
        using var quadrants = MemoryDataset.Quadrants(40, seed: 1);
        using var training = new WatchedDataset(quadrants, TimeSpan.Zero, fails: mpi.Rank == mpi.Size - 1);
        new Trainer(network, Plain with { Communicator = mpi }).Fit(training);
        return 0;
    }

    /// <summary>A program whose last process fails while the others wait for it.</summary>
    internal static int FailBefore()
    {
        MpiCommunicator.Run(mpi =>
        {
            if (mpi.Rank == mpi.Size - 1) throw new InvalidOperationException("item 0 of no dataset is broken");
            mpi.Barrier();
        });
        return 0;
    }

    private static nn.Module<Tensor, Tensor> Network()
    {
        using var generator = manual_seed(1);
        return nn.Sequential(
            ("conv1", new ConvBlock(3, 8, 3, padding: 1, batchNorm: new BatchNormSettings())), ("pool", nn.MaxPool2d(2)),
            ("inception", new InceptionModule(8, new InceptionWidths(4, 4, 8, 2, 4, 4), batchNorm: new BatchNormSettings())),
            ("average", nn.AdaptiveAvgPool2d(1)),
            ("flatten", nn.Flatten()), ("dropout", nn.Dropout(0.2)), ("fc", nn.Linear(20, MemoryDataset.Classes)));
    }

    private static void RequireSameWeights(nn.Module network, MpiCommunicator mpi)
    {
        double differ = 0;
        foreach (var (_, tensor) in network.state_dict())
        {
            using var values = tensor.detach().to(ScalarType.Float64).contiguous();
            var own = MemoryMarshal.Cast<byte, double>(values.bytes).ToArray();
            double[] first = [.. own];
            mpi.Broadcast(MemoryMarshal.AsBytes(first.AsSpan()));
            if (!own.AsSpan().SequenceEqual(first)) differ++;
        }

        double[] all = [differ];
        mpi.AllReduce(all);
        if (all[0] > 0) throw new InvalidOperationException($"{all[0]} tensors differ between processes.");
    }

    private sealed class StopAfter(long? step, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public long? First { get; private set; }

        public void Report(TrainingProgress value)
        {
            First ??= value.Step;
            if (value.Step == step) stop.Cancel();
        }
    }

    /// <summary>Items as they are, slowly, or broken from the sixth on.</summary>
    private sealed class WatchedDataset(utils.data.Dataset items, TimeSpan pause, bool fails = false) : utils.data.Dataset
    {
        private int _taken;

        public override long Count => items.Count;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            Thread.Sleep(pause);
            if (fails && Interlocked.Increment(ref _taken) > 5) throw new InvalidDataException($"item {index} is broken.");
            return items.GetTensor(index);
        }
    }
}
