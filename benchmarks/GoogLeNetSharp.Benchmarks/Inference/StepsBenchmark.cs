using System.Diagnostics;
using System.Globalization;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Execution;
using GoogLeNetSharp.Inference.Kernels;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Inference;

/// <summary>Where the time of a compiled network goes: each step of its plan, with the speed of the convolutions.</summary>
internal static class StepsBenchmark
{
    private const int Rounds = 30;

    private static InferenceGraph Graph(string name)
    {
        if (name.EndsWith(".onnx", StringComparison.Ordinal)) return InferenceGraph.FromOnnx(name);
        using nn.Module<Tensor, Tensor> network = Contender.Network(name);
        return InferenceGraph.Lower(network);
    }

    internal static unsafe int Run(string[] args)
    {
        string name = args.ElementAtOrDefault(0) ?? Contender.Networks[0];
        int batch = int.Parse(args.ElementAtOrDefault(1) ?? "1", CultureInfo.InvariantCulture);
        int bits = int.Parse(args.ElementAtOrDefault(2) ?? $"{KernelSet.BestVectorBits}", CultureInfo.InvariantCulture);
        int threads = int.Parse(args.ElementAtOrDefault(3) ?? $"{Environment.ProcessorCount}", CultureInfo.InvariantCulture);
        InferenceGraph graph = PlanRunner.Prepare(Graph(name));
        IReadOnlyDictionary<int, long[]> shapes = graph.InferShapes(3, Contender.Side, Contender.Side);
        using var weights = new PackedWeights();
        Plan plan = PlanBuilder.Build(graph, KernelSet.For(bits, args.Contains("bfloat16") ? BFloat16Code.Instance : null), weights,
            threads, batch, [3, Contender.Side, Contender.Side]);
        using var arena = new NativeBuffer(plan.ArenaLength + (threads * plan.Scratch));
        using var input = new NativeBuffer(batch * 3L * Contender.Side * Contender.Side);
        using var output = new NativeBuffer(batch * ShapeText.Count(shapes[graph.Output.Id]));
        arena.Clear();
        input.Clear();
        int notFinite = 0;
        float* to = output.Address;
        var call = new TeamCall(new ThreadTeam(), threads);
        call.Begin(new Memory(arena.Address, input.Address, &to, &notFinite), arena.Address + plan.ArenaLength, plan.Scratch);
        double[][] times = [.. plan.Steps.Select(_ => new double[Rounds])];
        for (int round = -3; round < Rounds; round++)
        {
            for (int i = 0; i < plan.Steps.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                call.Run(plan.Steps[i]);
                if (round >= 0) times[i][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        call.End();
        double[] medians = [.. times.Select(step => step.Order().ElementAt(Rounds / 2))];
        Console.WriteLine($"{name}, batch {batch}, {bits} bits, {threads} threads: {medians.Sum():F2} ms in {plan.Steps.Length} steps");
        for (int i = 0; i < plan.Steps.Length; i++)
        {
            GraphNode node = graph[plan.Nodes[i]];
            double operations = node is ConvNode conv ? 2e-6 * batch * conv.Weight.Count * shapes[node.Id][1] * shapes[node.Id][2] : 0;
            string speed = operations > 0 ? $"{operations / medians[i],8:F0} GFLOP/s" : "";
            Console.WriteLine(
                $"{medians[i],9:F3} ms {speed,-17} {plan.Steps[i].GetType().Name,-24} {plan.Steps[i].Items,6} {node.Name} {node} -> "
                + $"{string.Join(" x ", shapes[node.Id])}");
        }

        foreach (var kind in plan.Steps.Zip(medians).GroupBy(pair => pair.First.GetType().Name)
            .OrderByDescending(kind => kind.Sum(pair => pair.Second)))
        {
            Console.WriteLine($"{kind.Sum(pair => pair.Second),9:F2} ms {kind.Key} ({kind.Count()})");
        }

        return 0;
    }
}
