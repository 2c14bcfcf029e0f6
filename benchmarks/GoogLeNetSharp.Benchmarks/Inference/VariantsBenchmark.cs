using System.Diagnostics;
using GoogLeNetSharp.Inference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Inference;

/// <summary>Ways to run one compiled network that a caller can choose between: the size of the pieces of a batch, the kernels, threads against streams.</summary>
internal static class VariantsBenchmark
{
    private const int Images = 32;
    private const int Rounds = 11;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(60);

    internal static int Run(string[] args)
    {
        using GoogLeNet network = Contender.Network();
        using Tensor batch = randn(Images, 3, Contender.Side, Contender.Side);
        using Tensor half = batch.narrow(0, 0, Images / 2);
        foreach (InferencePrecision precision in new[] { InferencePrecision.Float32, InferencePrecision.BFloat16 })
        {
            var options = new InferenceOptions { Precision = precision };
            (string Name, InferenceModel Model)[] whole =
            [
                ("as it comes", network.Compile(options)),
                .. new long[] { 2, 4, 8, 16, 32 }.Select(size => ($"pieces of {size}", network.Compile(options with { BatchSize = size }))),
                ("TorchSharp's operators", network.Compile(options with { NativeKernels = false })),
            ];
            InferenceModel single = network.Compile(options with { Threads = 1 });
            (string Name, Action Run)[] variants =
            [
                .. whole.Select(variant => (variant.Name, (Action)(() => variant.Model.Predict(batch).Dispose()))),
                ("two streams of one thread", () => Parallel.Invoke(() => single.Predict(half).Dispose(), () => single.Predict(half).Dispose())),
            ];

            Console.WriteLine($"{precision}, {Images} images, {get_num_threads()} threads, median of {Rounds} rounds:");
            double[] medians = Interleave([.. variants.Select(variant => variant.Run)]);
            foreach ((string name, double median) in variants.Select(variant => variant.Name).Zip(medians))
                Console.WriteLine($"  {name,-26}{median,7:F1} ms   {medians[0] / median:F2} x");
            foreach ((_, InferenceModel model) in whole) model.Dispose();
            single.Dispose();
        }

        return 0;
    }

    private static double[] Interleave(Action[] variants)
    {
        var times = variants.Select(_ => new List<double>()).ToArray();
        for (int round = -2; round < Rounds; round++)
        {
            for (int i = 0; i < variants.Length; i++)
            {
                Thread.Sleep(Rest);
                long start = Stopwatch.GetTimestamp();
                variants[i]();
                if (round >= 0) times[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return [.. times.Select(list => list.Order().ElementAt(Rounds / 2))];
    }
}
