using System.Diagnostics;
using System.Globalization;
using GoogLeNetSharp.Mpi;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.MpiTests;

/// <summary>Milliseconds of a training step, and how much of it is communication.</summary>
internal static class Speed
{
    private const int WarmUp = 3;

    internal static int Run(string name, int batch, int steps)
    {
        using var mpi = MpiCommunicator.Create();
        if (mpi.Size > 1) set_num_threads(1);
        var timed = new TimedCommunicator(mpi);
        using nn.Module<Tensor, Tensor> network = name switch
        {
            "lenet" => new LeNet(LeNetOptions.Default with { InputChannels = 3, ImageSize = 32 }),
            "googlenet" => new GoogLeNet(GoogLeNetOptions.Cifar),
            "resnet18" => new ResNet(ResNetOptions.ResNet18 with { NumClasses = 10, SmallImageStem = true }),
            _ => throw new ArgumentException($"name: must be lenet, googlenet or resnet18, got {name}.", nameof(name)),
        };
        using var training = new ShapesDataset(batch * (WarmUp + steps), size: 32, seed: 1);
        var clock = new StepClock(timed);
        var options = new TrainerOptions
        {
            Epochs = 1,
            BatchSize = batch,
            Communicator = timed,
            LoaderWorkers = 1,
            Precision = TrainingPrecision.Float32,
        };
        new Trainer(network, options).Fit(training, progress: clock);
        if (mpi.Rank == 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}, batch {batch}, {mpi.Size} processes of {get_num_threads()} threads: {clock.MedianStep:F1} ms a step, "
                + $"{100 * clock.Share:F1}% of it communication"));
        }

        return 0;
    }

    private sealed class StepClock(TimedCommunicator timed) : IProgress<TrainingProgress>
    {
        private readonly List<(double Step, double Communication)> _steps = [];
        private long _last = Stopwatch.GetTimestamp();
        private double _before;

        public double MedianStep => _steps.Skip(WarmUp).Select(step => step.Step).Order().ElementAt((_steps.Count - WarmUp) / 2);

        public double Share => _steps.Skip(WarmUp).Sum(step => step.Communication) / _steps.Skip(WarmUp).Sum(step => step.Step);

        public void Report(TrainingProgress value)
        {
            _steps.Add((Stopwatch.GetElapsedTime(_last).TotalMilliseconds, timed.Milliseconds - _before));
            (_last, _before) = (Stopwatch.GetTimestamp(), timed.Milliseconds);
        }
    }

    private sealed class TimedCommunicator(ICommunicator inner) : ICommunicator
    {
        public double Milliseconds { get; private set; }

        public int Rank => inner.Rank;

        public int Size => inner.Size;

        public void AllReduce(Span<float> values)
        {
            var start = Stopwatch.GetTimestamp();
            inner.AllReduce(values);
            Add(start);
        }

        public void AllReduce(Span<double> values)
        {
            var start = Stopwatch.GetTimestamp();
            inner.AllReduce(values);
            Add(start);
        }

        public void Broadcast(Span<byte> values)
        {
            var start = Stopwatch.GetTimestamp();
            inner.Broadcast(values);
            Add(start);
        }

        public void Barrier() => inner.Barrier();

        public void Abort(string message) => inner.Abort(message);

        private void Add(long start) => Milliseconds += Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
