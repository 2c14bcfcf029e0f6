using System.Globalization;

namespace GoogLeNetSharp.Benchmarks.Weights;

/// <summary>How far the resident memory of this process rises during a call. Linux only.</summary>
internal static class PeakMemory
{
    internal static long Of(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // Sets the high-water mark back to what is resident now.
        File.WriteAllText("/proc/self/clear_refs", "5");
        long before = Read("VmRSS");
        action();
        return Read("VmHWM") - before;
    }

    private static long Read(string field)
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture);
    }
}
