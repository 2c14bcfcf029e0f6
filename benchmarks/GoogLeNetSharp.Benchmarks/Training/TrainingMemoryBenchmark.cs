using System.Diagnostics;
using System.Globalization;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Training;

/// <summary>Memory and live tensors over many training steps.</summary>
internal static class TrainingMemoryBenchmark
{
    private const int Batch = 16;

    public static int Run(string[] args)
    {
        var steps = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar with { AuxiliaryHeads = true });
        using var dataset = new ShapesDataset(Batch * steps, size: 16);
        var options = new TrainerOptions
        {
            Epochs = 1,
            BatchSize = Batch,
            Precision = TrainingPrecision.BFloat16,
            MovingAverageDecay = 0.99,
            ClipGradientNorm = 5,
        };
        Console.WriteLine("step  resident MB  live tensors");
        new Trainer(model, options).Fit(dataset, progress: new Listener(report =>
        {
            if (report.Step % (steps / 10) != 0 && report.Step != 5) return;
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{report.Step,4}  {process.WorkingSet64 >> 20,11}  {Tensor.TotalCount,12}"));
        }));
        return 0;
    }
}
