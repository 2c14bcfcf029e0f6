using System.Diagnostics;

namespace GoogLeNetSharp.Benchmarks.Inference;

/// <summary>Times and managed allocations of contenders that took turns in one process: A B C, A B C, ..., each after a rest.</summary>
internal sealed class Interleaved
{
    private const int WarmUp = 3;

    // Longer than the threads of any contender spin after a run.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(60);

    private readonly Dictionary<string, double[]> _milliseconds;
    private readonly Dictionary<string, double[]> _bytes;

    private Interleaved(Dictionary<string, double[]> milliseconds, Dictionary<string, double[]> bytes) =>
        (_milliseconds, _bytes) = (milliseconds, bytes);

    /// <summary>Measures contenders.</summary>
    /// <param name="contenders">Their names and runs.</param>
    /// <param name="rounds">How often each has its turn.</param>
    /// <param name="unmeasured">Runs at the beginning of each turn that are not measured: what a processor that has been idle takes to get
    /// going.</param>
    internal static Interleaved Measure(IReadOnlyList<(string Name, Action Run)> contenders, int rounds, int unmeasured = 0)
    {
        var milliseconds = contenders.ToDictionary(contender => contender.Name, _ => new List<double>());
        var bytes = contenders.ToDictionary(contender => contender.Name, _ => new List<double>());
        for (int round = -WarmUp; round < rounds; round++)
        {
            foreach ((string name, Action run) in contenders)
            {
                Thread.Sleep(Rest);
                for (int i = 0; i < unmeasured; i++) run();
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                run();
                double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (round < 0) continue;
                milliseconds[name].Add(elapsed);
                bytes[name].Add(GC.GetAllocatedBytesForCurrentThread() - allocated);
            }
        }

        return new Interleaved(Sorted(milliseconds), Sorted(bytes));
    }

    /// <summary>The median time of a run in milliseconds.</summary>
    internal double Median(string contender) => Quantile(_milliseconds[contender], 0.5);

    /// <summary>The 99th percentile of the times in milliseconds.</summary>
    internal double Percentile99(string contender) => Quantile(_milliseconds[contender], 0.99);

    /// <summary>The median of the bytes of managed memory that a run allocates.</summary>
    internal double AllocatedBytes(string contender) => Quantile(_bytes[contender], 0.5);

    private static double Quantile(double[] sorted, double quantile) => sorted[(int)Math.Ceiling(quantile * (sorted.Length - 1))];

    private static Dictionary<string, double[]> Sorted(Dictionary<string, List<double>> lists) =>
        lists.ToDictionary(pair => pair.Key, pair => pair.Value.Order().ToArray());
}
