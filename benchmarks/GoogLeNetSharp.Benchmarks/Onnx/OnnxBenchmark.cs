using System.Diagnostics;

namespace GoogLeNetSharp.Benchmarks.Onnx;

/// <summary>
/// Exporting torchvision's network: everything but the write, the export to a file, and the mere write of the same bytes, flushed to the
/// disk as the export does; interleaved in one process. The first export of the process is told apart: it includes compiling the code.
/// </summary>
internal static class OnnxBenchmark
{
    private const int Rounds = 15;

    internal static int Run(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("onnx-benchmark");
        try
        {
            using var network = new GoogLeNet(GoogLeNetOptions.TorchVision);
            var path = Path.Combine(folder.FullName, "model.onnx");
            var first = Milliseconds(() => network.ExportOnnx(Stream.Null, new()));
            network.ExportOnnx(path);
            var bytes = File.ReadAllBytes(path);
            (string Name, Action Run, List<double> Times)[] cases =
            [
                ("export without the write", () => network.ExportOnnx(Stream.Null, new()), []),
                ("export to a file", () => network.ExportOnnx(path), []),
                ("export to a file, verified", () => network.ExportOnnx(path, new() { Verify = true }), []),
                ("mere write of the same bytes", () => Write(path, bytes), []),
            ];
            for (var round = 0; round < Rounds; round++)
                foreach (var (_, run, times) in cases) times.Add(Milliseconds(run));

            Print("first export, without the write", first);
            foreach (var (name, _, times) in cases) Print(name, times.Order().ElementAt(Rounds / 2));
            var weights = Weights(network);
            Console.WriteLine(FormattableString.Invariant(
                $"file {bytes.Length} bytes; weights after folding {weights} bytes; ratio {(double)bytes.Length / weights:F4}"));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // A batch norm's weight and bias become the bias of its convolution; the heads are not exported.
    private static long Weights(GoogLeNet network) => sizeof(float) * network.named_parameters()
        .Where(parameter => !parameter.name.StartsWith("aux", StringComparison.Ordinal)
            && !parameter.name.EndsWith(".bn.weight", StringComparison.Ordinal))
        .Sum(parameter => parameter.parameter.numel());

    private static void Write(string path, byte[] bytes)
    {
        using var stream = new FileStream(path, FileMode.Create);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    private static void Print(string name, double milliseconds) =>
        Console.WriteLine(FormattableString.Invariant($"{name,-32} {milliseconds,7:F1} ms"));

    private static double Milliseconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
