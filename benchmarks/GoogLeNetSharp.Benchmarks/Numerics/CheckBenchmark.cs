using System.Diagnostics;
using System.Globalization;
using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Numerics;

/// <summary>What the check of convolutions costs: the first <c>new GoogLeNet()</c> of a process, with the check and without.</summary>
internal static class CheckBenchmark
{
    private const string Checked = "checked", Skipped = "skipped";

    /// <summary>Starts processes in turn with and without the check, and prints minimum and median.</summary>
    internal static int Run(string[] args)
    {
        if (args is [Checked or Skipped]) return MakeNetworks(args[0] == Skipped);
        var runs = args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 15;
        if (runs < 1) throw new ArgumentOutOfRangeException(nameof(args), runs, "RUNS: must be 1 or more.");
        List<double[]> withCheck = [], without = [];
        for (var run = 0; run < runs; run++)
        {
            withCheck.Add(Start(Checked));
            without.Add(Start(Skipped));
        }

        Console.WriteLine($"{runs} processes each, milliseconds    minimum  median");
        Print("the check", withCheck, column: 0);
        Print("first new GoogLeNet(), with the check", withCheck, column: 1);
        Print("first new GoogLeNet(), without", without, column: 1);
        Print("second new GoogLeNet(), with the check", withCheck, column: 2);
        Print("second new GoogLeNet(), without", without, column: 2);
        return 0;
    }

    // libtorch is loaded before: it takes several times as long, with and without the check.
    private static int MakeNetworks(bool skip)
    {
        AppContext.SetSwitch(ConvolutionCheck.SkipSwitch, skip);
        using (empty(0)) { }
        var (first, second) = (New(), New());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{ConvolutionCheck.Result.Elapsed.TotalMilliseconds} {first} {second}"));
        return 0;

        static double New()
        {
            var start = Stopwatch.GetTimestamp();
            using var network = new GoogLeNet();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    private static double[] Start(string mode)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["check", mode]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"A process of the benchmark ended with {process.ExitCode}.");
        return [.. output.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static void Print(string name, List<double[]> rows, int column)
    {
        var sorted = rows.Select(row => row[column]).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-38} {sorted[0],8:F0} {sorted[sorted.Length / 2],7:F0}"));
    }
}
