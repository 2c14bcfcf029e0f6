using System.Runtime.InteropServices;
using System.Text;
using GoogLeNetSharp.Benchmarks.Numerics;
using GoogLeNetSharp.Graphs;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Inference;

/// <summary>The measurements as Markdown tables, and the place in a page that they are written to.</summary>
internal sealed class InferenceReport(string network, int threads)
{

    private readonly StringBuilder _limits = new();
    private readonly StringBuilder _speeds = new();
    private readonly StringBuilder _latency = new();
    private readonly StringBuilder _memory = new();

    internal void AddLimits()
    {
        Add(_limits, $"| libtorch's matrix product, 2048 x 2048 | {MachineLimit.MatrixProduct():F0} |");
        Add(_limits,
            $"| a compiled 1x1 convolution, 512 to 512 channels, 8 x 28 x 28, layout included | {MachineLimit.Convolution():F0} |");
    }

    internal void AddBatch(int batch, int rounds, Interleaved times)
    {
        double eager = times.Median(Contender.Eager), onnx = times.Median(Contender.OnnxRuntime);
        foreach (string name in Contender.All)
        {
            double median = times.Median(name);
            Add(_speeds,
                $"| {batch} | {name} | {median:F1} | {1000 * batch / median:F0} | {eager / median:F2} | {onnx / median:F2} | ",
                $"{times.AllocatedBytes(name) / 1000:F1} | {rounds} |");
            if (batch == 1) Add(_latency, $"| {name} | {median:F2} | {times.Percentile99(name):F2} |");
        }
    }

    internal void AddMemory(string contender, double bytes) => Add(_memory, $"| {contender} | {bytes / 1e6:F0} |");

    public override string ToString() =>
        $"""
        `dotnet run -c Release --project benchmarks/GoogLeNetSharp.Benchmarks -- inference --network {network}`,
        {DateTime.UtcNow:yyyy-MM-dd}

        {Machine.Short()}, {threads} threads; {RuntimeInformation.FrameworkDescription},
        TorchSharp {typeof(Tensor).Assembly.GetName().Version!.ToString(3)},
        ONNX Runtime {OrtEnv.Instance().GetVersionString()} with all optimisations and as many threads, on the file that `Export` writes.

        224 x 224 images, random weights. All contenders take turns in one process, 60 ms of rest before each run; times are
        medians. "x eager" and "x ONNX" are ratios of speed: above 1 is faster than TorchSharp's eager network and than ONNX Runtime.

        | batch | contender | ms | images/s | x eager | x ONNX | managed KB per call | rounds |
        | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |
        {_speeds.ToString().TrimEnd()}

        Latency at batch 1, in milliseconds:

        | contender | median | 99th percentile |
        | --- | ---: | ---: |
        {_latency.ToString().TrimEnd()}

        Peak memory of a process that runs one contender at batch 32, in MB (libraries and model included, from the second call on):

        | contender | MB |
        | --- | ---: |
        {_memory.ToString().TrimEnd()}

        What the processor reaches, in GFLOP/s; the network is {Operations(network) / 1e9:F2} GFLOP an image:

        | | float32 |
        | --- | ---: |
        {_limits.ToString().TrimEnd()}
        """;

    /// <summary>Puts the text in the place that the page keeps for the network.</summary>
    internal void WriteTo(string page)
    {
        string first = $"<!-- inference {network}: written by the benchmark -->", last = $"<!-- inference {network}: end -->";
        string text = File.ReadAllText(page);
        int begin = text.IndexOf(first, StringComparison.Ordinal), end = text.IndexOf(last, StringComparison.Ordinal);
        if (begin < 0 || end < begin) throw new InvalidOperationException($"{page}: expected the lines {first} and {last}.");
        File.WriteAllText(page, $"{text[..(begin + first.Length)]}\n\n{this}\n\n{text[end..]}");
    }

    private static double Operations(string name)
    {
        using nn.Module<Tensor, Tensor> network = Contender.Network(name);
        var graph = InferenceGraph.Lower(network);
        IReadOnlyDictionary<int, long[]> shapes = graph.InferShapes(3, Contender.Side, Contender.Side);
        return 2.0 * graph.Nodes.Sum(node => node switch
        {
            ConvNode conv => conv.Weight.Count * shapes[conv.Id][1] * shapes[conv.Id][2],
            LinearNode linear => linear.Weight.Count,
            _ => 0,
        });
    }

    private static void Add(StringBuilder table, params FormattableString[] row) =>
        table.AppendLine(string.Concat(row.Select(FormattableString.Invariant)));
}
