using System.Globalization;
using GoogLeNetSharp.Onnx;

namespace GoogLeNetSharp.Benchmarks.Inference;

/// <summary>A network on images of 224 x 224: the contenders take turns in one process, at batches 1, 8 and 32.</summary>
internal static class InferenceBenchmark
{
    private static readonly (int Batch, int Rounds)[] Batches = [(1, 150), (8, 25), (32, 12)];

    internal static int Run(string[] args)
    {
        string page = Option(args, "--page") ?? Path.Combine("docs", "performance.md");
        int? rounds = Option(args, "--rounds") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        int threads = TorchSharp.torch.get_num_threads();
        string network = Option(args, "--network") ?? Contender.Networks[0];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("inference-benchmark");
        try
        {
            string onnx = Path.Combine(folder.FullName, $"{network}.onnx");
            using (var exported = Contender.Network(network)) OnnxExtensions.ExportOnnx(exported, onnx, SizesOf(network));

            if (Option(args, "--batch") is { } only)
            {
                int batch = int.Parse(only, CultureInfo.InvariantCulture);
                Interleaved times = Measure(network, batch, rounds ?? Batches[0].Rounds, onnx, threads);
                foreach (string name in Contender.All)
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{name,-20} {times.Median(name),8:F2} ms   {times.Median(Contender.OnnxRuntime) / times.Median(name):F2} x ONNX "
                        + $"Runtime"));
                }

                return 0;
            }

            var report = new InferenceReport(network, threads);
            report.AddLimits();
            foreach ((int batch, int usual) in Batches)
            {
                report.AddBatch(batch, rounds ?? usual, Measure(network, batch, rounds ?? usual, onnx, threads));
            }
            foreach (string name in Contender.All)
            {
                report.AddMemory(name, MemoryBenchmark.OfOwnProcess(name, network, Batches[^1].Batch, onnx));
            }
            string text2 = report.ToString();
            Console.WriteLine(text2);
            report.WriteTo(page);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // An adaptive pool to 7 x 7 cannot be expressed in ONNX for an open size.
    private static OnnxExportOptions SizesOf(string network) =>
        network == "vgg16" ? new OnnxExportOptions { Height = Contender.Side, Width = Contender.Side } : new OnnxExportOptions();

    private static Interleaved Measure(string network, int batch, int rounds, string onnx, int threads)
    {
        Contender[] contenders =
            [.. Contender.All.Select(name => Contender.Make(name, () => Contender.Network(network), batch, onnx, threads))];
        try
        {
            return Interleaved.Measure([.. contenders.Select(contender => (contender.Name, contender.Run))], rounds);
        }
        finally
        {
            foreach (Contender contender in contenders) contender.Dispose();
        }
    }

    private static string? Option(string[] args, string name)
    {
        int index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }
}
