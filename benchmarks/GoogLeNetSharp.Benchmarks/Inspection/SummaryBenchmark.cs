using System.Diagnostics;
using System.Globalization;
using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Inspection;

/// <summary>What a summary of a large batch costs beside a forward pass of one image, run in turn in one process.</summary>
internal static class SummaryBenchmark
{
    private const int WarmUps = 5;
    private const int Runs = 40;

    public static int Run(string[] _)
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);
        model.eval();
        using var image = zeros(1, 3, 224, 224);
        using var noGrad = no_grad();
        var (forwards, summaries) = (new List<double>(), new List<double>());
        for (var i = 0; i < WarmUps + Runs; i++)
        {
            var forward = Milliseconds(() => model.call(image).Dispose());
            var summary = Milliseconds(() => ModelSummary.Create(model, 32, 3, 224, 224));
            if (i < WarmUps) continue;
            forwards.Add(forward);
            summaries.Add(summary);
        }

        var (one, all) = (Median(forwards), Median(summaries));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"forward of one image {one:0.0} ms, summary of a batch of 32 {all:0.0} ms: {all / one:0.00}x, {all - one:0.0} ms more "
            + $"(medians of {Runs})"));
        return 0;
    }

    private static double Milliseconds(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
