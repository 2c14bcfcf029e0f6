using System.Diagnostics;
using System.Globalization;

namespace GoogLeNetSharp.Benchmarks.Inference;

/// <summary>The peak memory of a process that does nothing but run one contender. Linux only.</summary>
internal static class MemoryBenchmark
{
    private const int Runs = 5;

    /// <summary>Runs one contender in this process and prints the peak of its resident memory while running, in bytes.</summary>
    internal static int Run(string[] args)
    {
        if (args is not [var name, var network, var batch, .. var rest])
        {
            Console.Error.WriteLine("memory: expected CONTENDER NETWORK BATCH [ONNX].");
            return 2;
        }

        using var contender = Contender.Make(
            name, () => Contender.Network(network), int.Parse(batch, CultureInfo.InvariantCulture), rest.FirstOrDefault() ?? "",
            Environment.ProcessorCount);
        contender.Run();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", "5");        // sets the high-water mark back to what is resident now
        for (int i = 0; i < Runs; i++) contender.Run();
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        Console.WriteLine(1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(),
            CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>The same in a process of its own.</summary>
    internal static double OfOwnProcess(string contender, string network, int batch, string onnx)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in new[] { "memory", contender, network, batch.ToString(CultureInfo.InvariantCulture), onnx })
        {
            start.ArgumentList.Add(argument);
        }
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The process for the memory of {contender} ended with {process.ExitCode}.");
    }
}
