using GoogLeNetSharp.Inference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Inference;

/// <summary>Ways to run one compiled network that a caller can choose between: the size of the pieces of a batch, threads against
/// streams.</summary>
internal static class VariantsBenchmark
{
    private const int Images = 32;
    private const int Rounds = 11;

    internal static int Run(string[] args)
    {
        using nn.Module<Tensor, Tensor> network = Contender.Network(args.FirstOrDefault() ?? Contender.Networks[0]);
        using Tensor batch = randn(Images, 3, Contender.Side, Contender.Side);
        using Tensor half = batch.narrow(0, 0, Images / 2);
        (string Name, InferenceModel Model)[] whole =
        [
            ("as it comes", network.Compile()),
            .. new long[] { 1, 2, 4, 8, 16, 32 }.Select(size =>
                ($"pieces of {size}", network.Compile(new InferenceOptions { ChunkSize = size }))),
        ];
        using InferenceModel single = network.Compile(new InferenceOptions { Threads = 1 });
        (string Name, Action Run)[] variants =
        [
            .. whole.Select(variant => (variant.Name, (Action)(() => variant.Model.Predict(batch).Dispose()))),
            ("two streams of one thread", () =>
                Parallel.Invoke(() => single.Predict(half).Dispose(), () => single.Predict(half).Dispose())),
        ];

        Console.WriteLine($"{Images} images, {whole[0].Model.Threads} threads, median of {Rounds} rounds:");
        var times = Interleaved.Measure(variants, Rounds);
        double usual = times.Median(variants[0].Name);
        foreach ((string name, _) in variants)
        {
            Console.WriteLine($"  {name,-26}{times.Median(name),7:F1} ms   {usual / times.Median(name):F2} x");
        }
        foreach ((_, InferenceModel model) in whole) model.Dispose();
        return 0;
    }
}
