using System.Diagnostics;
using System.Globalization;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Training;

/// <summary>Training steps by the Trainer against a plain eager loop (NCHW, float32), interleaved in one process.</summary>
internal static class TrainingBenchmark
{
    private const int StepsPerRound = 3;        // after one that is not counted

    public static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        Console.WriteLine($"Median of {rounds} rounds of {StepsPerRound} steps, interleaved; {get_num_threads()} threads.");
        Compare("TorchVision, 224 x 224, batch 16", GoogLeNetOptions.TorchVision, 224, 16, rounds);
        Compare("Cifar, 32 x 32, batch 128", GoogLeNetOptions.Cifar, 32, 128, rounds);
        return 0;
    }

    private static void Compare(string title, GoogLeNetOptions options, int size, int batch, int rounds)
    {
        using var eagerModel = new GoogLeNet(options);
        using var floatModel = new GoogLeNet(options);
        using var mixedModel = new GoogLeNet(options);
        (string Name, Func<double> Round)[] variants =
        [
            ("plain eager NCHW float32", () => EagerRound(eagerModel, size, batch)),
            ("Trainer float32", () => TrainerRound(floatModel, size, batch, TrainingPrecision.Float32)),
            ("Trainer mixed precision", () => TrainerRound(mixedModel, size, batch, TrainingPrecision.BFloat16)),
        ];
        var seconds = variants.ToDictionary(variant => variant.Name, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, run) in variants)
            {
                Thread.Sleep(60);
                seconds[name].Add(run());
            }
        }

        Console.WriteLine(title);
        var median = seconds.ToDictionary(entry => entry.Key, entry => entry.Value.Order().ElementAt(rounds / 2));
        foreach (var (name, time) in median)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name,-26} {1000 * time,6:F0} ms/step {batch / time,6:F0} images/s {median[variants[0].Name] / time,6:F2} x"));
        }
    }

    private static double EagerRound(GoogLeNet model, int size, int batch)
    {
        model.train();
        using var optimizer = optim.SGD(model.parameters(), 0.01, momentum: 0.9);
        using var loss = new GoogLeNetLoss();
        using var images = randn(batch, 3, size, size);
        using var labels = arange(batch) % 10;
        var clock = new Stopwatch();
        for (var i = 0; i <= StepsPerRound; i++)
        {
            if (i == 1) clock.Start();
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var value = model.Options.AuxiliaryHeads
                ? loss.call(model.ForwardWithAuxiliary(images), labels)
                : nn.functional.cross_entropy(model.call(images), labels);
            value.backward();
            optimizer.step();
            value.item<float>();
        }

        return clock.Elapsed.TotalSeconds / StepsPerRound;
    }

    private static double TrainerRound(GoogLeNet model, int size, int batch, TrainingPrecision precision)
    {
        using var dataset = new RandomImages(batch * (StepsPerRound + 1), size);
        var options = new TrainerOptions { Epochs = 1, BatchSize = batch, Precision = precision };
        var clock = new Stopwatch();
        var progress = new Listener(report =>
        {
            if (report.Step == 1) clock.Start();
            else if (report.Step == report.Steps) clock.Stop();
        });
        new Trainer(model, options).Fit(dataset, progress: progress);
        return clock.Elapsed.TotalSeconds / StepsPerRound;
    }
}
