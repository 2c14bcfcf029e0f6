using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Weights;

/// <summary>
/// Loading torchvision's network with its heads (52 MB) from every format, against reading the file with <see cref="File.ReadAllBytes"/>
/// and copying the bytes once; interleaved in one process.
/// </summary>
internal static class WeightsBenchmark
{
    private const int Rounds = 31;

    // Until the run-time compiler has gone through its tiers; the first load of a process is printed with the memory.
    private const int WarmUp = 40;

    internal static int Run(string[] args)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("weights-benchmark");
        try
        {
            using var network = new GoogLeNet(GoogLeNetOptions.TorchVision);
            IReadOnlyList<string> files = [.. CheckpointFiles.Write(network, folder.FullName), .. args];
            long largest = network.state_dict().Values.Max(tensor => tensor.numel() * tensor.element_size());
            foreach (string file in files) Memory(network, file, largest);
            foreach (string file in files) Time(network, file);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Memory(nn.Module network, string file, long largest)
    {
        double first = 0;
        long extra = PeakMemory.Of(() => first = Milliseconds(() => network.LoadWeights(file)));
        double bound = (1.2 * largest) + (16 << 20);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(file),-22} first load {first,5:F0} ms, extra memory {extra / 1e6,4:F1} MB (largest tensor "
            + $"{largest / 1e6:F1} MB; 1.2 x that + 16 MiB = {bound / 1e6:F1} MB)"));
    }

    private static void Time(nn.Module network, string file)
    {
        byte[] copy = new byte[new FileInfo(file).Length];
        var baseline = new List<double>();
        var loading = new List<double>();
        for (int round = -WarmUp; round < Rounds; round++)
        {
            double bytes = Milliseconds(() => File.ReadAllBytes(file).CopyTo(copy, 0));
            double load = Milliseconds(() => network.LoadWeights(file));
            if (round < 0) continue;
            baseline.Add(bytes);
            loading.Add(load);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(file),-22} {copy.Length / 1e6,5:F1} MB  ReadAllBytes + copy {Median(baseline),6:F1} ms  LoadWeights "
            + $"{Median(loading),6:F1} ms  ratio {Median(loading) / Median(baseline):F2}"));
    }

    private static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
