using System.Runtime.ExceptionServices;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Parallel;

/// <summary>Trainings by several threads that train one network together.</summary>
internal static class LocalTraining
{
    private static readonly Lock Making = new();

    /// <summary>Runs work on a thread for each process of a group.</summary>
    /// <returns>What the work returned, by rank.</returns>
    public static T[] Run<T>(int processes, Func<LocalCommunicator, T> work)
    {
        var outcomes = Try(processes, work);
        if (outcomes.Select(outcome => outcome.Error).OfType<Exception>().FirstOrDefault() is { } error) ExceptionDispatchInfo.Throw(error);
        return [.. outcomes.Select(outcome => outcome.Result!)];
    }

    /// <summary>Runs work on a thread for each process of a group, and returns its result or its exception.</summary>
    public static (T? Result, Exception? Error)[] Try<T>(int processes, Func<LocalCommunicator, T> work)
    {
        using var one = new OneThread();        // the processes share the cores
        var outcomes = new (T? Result, Exception? Error)[processes];
        var threads = LocalCommunicator.Create(processes).Select(communicator => new Thread(() =>
        {
            try
            {
                outcomes[communicator.Rank].Result = work(communicator);
            }
            catch (Exception exception)
            {
                outcomes[communicator.Rank].Error = exception;
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return outcomes;
    }

    /// <summary>Trains a network with a number of processes and returns the weights of each, which the caller disposes.</summary>
    public static (TrainingResult Result, Dictionary<string, Tensor> Weights)[] Fit(
        int processes, TrainerOptions options, int images, Func<nn.Module<Tensor, Tensor>> network) => Run(processes, communicator =>
        {
            using var training = MemoryDataset.Quadrants(images, seed: 1);
            using var validation = MemoryDataset.Quadrants(13, seed: 2);
            using var model = Make(network);
            var result = new Trainer(model, options with { Communicator = communicator }).Fit(training, validation);
            return (result, Copy(model));
        });

    /// <summary>Makes a network while no other thread draws from the generator that all share.</summary>
    public static nn.Module<Tensor, Tensor> Make(Func<nn.Module<Tensor, Tensor>> network)
    {
        lock (Making) return network();
    }

    /// <summary>A network of blocks: convolutions without bias before batch norm, dropout, a linear layer.</summary>
    public static nn.Module<Tensor, Tensor> Blocks()
    {
        using var generator = manual_seed(1);
        return nn.Sequential(
            ("conv1", new ConvBlock(3, 8, 3, padding: 1, batchNorm: new BatchNormSettings())), ("pool", nn.MaxPool2d(2)),
            ("inception", new InceptionModule(8, new InceptionWidths(4, 4, 8, 2, 4, 4), batchNorm: new BatchNormSettings())),
            ("average", nn.AdaptiveAvgPool2d(1)),
            ("flatten", nn.Flatten()), ("dropout", nn.Dropout(0.2)), ("fc", nn.Linear(20, MemoryDataset.Classes)));
    }

    /// <summary>Copies of a network's state.</summary>
    public static Dictionary<string, Tensor> Copy(nn.Module model)
    {
        using var noGradient = no_grad();
        return model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
    }

    /// <summary>Largest difference of two states' tensors, relative to the largest value of the tensor.</summary>
    public static double Difference(Dictionary<string, Tensor> first, Dictionary<string, Tensor> second)
    {
        using var scope = NewDisposeScope();
        return first.Max(entry =>
        {
            var (own, other) = (entry.Value.to(ScalarType.Float64), second[entry.Key].to(ScalarType.Float64));
            return (own - other).abs().max().item<double>() / Math.Max(own.abs().max().item<double>(), 1e-30);
        });
    }
}
