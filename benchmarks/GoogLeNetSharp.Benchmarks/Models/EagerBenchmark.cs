using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using GoogLeNetSharp.Benchmarks.Inference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Models;

/// <summary>
/// Eager forward passes and training steps of two builds of this library, which take turns in one process: this one and an older one, given
/// as the path of its GoogLeNetSharp.dll.
/// </summary>
internal static class EagerBenchmark
{
    private const string Now = "this build", Before = "older build";
    private const int Rounds = 15;

    internal static int Run(string[] args)
    {
        if (args is not [var path])
        {
            Console.Error.WriteLine("eager: expected the path of an older GoogLeNetSharp.dll.");
            return 2;
        }

        Type older = new OlderBuild(Path.GetFullPath(path)).LoadFromAssemblyPath(Path.GetFullPath(path))
            .GetType(typeof(GoogLeNet).FullName!, throwOnError: true)!;
        foreach ((string preset, long batch, long side) in new[]
        {
            ("TorchVision", 1L, 224L),
            ("TorchVision", 8L, 224L),
            ("Cifar", 32L, 32L),
        })
        {
            using nn.Module<Tensor, Tensor> now = Make(typeof(GoogLeNet), preset), before = Make(older, preset);
            using Tensor images = randn(batch, 3, side, side), labels = randint(0, 10, [batch]);
            Report($"{preset}, forward of {batch} x 3 x {side} x {side}", () => Forward(now, images), () => Forward(before, images));
            if (batch > 1)
            {
                Report($"{preset}, training step of {batch} x 3 x {side} x {side}", () => Step(now, images, labels),
                    () => Step(before, images, labels));
            }
        }

        return 0;
    }

    private static void Report(string what, Action now, Action before)
    {
        var times = Interleaved.Measure([(Now, now), (Before, before)], Rounds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-48} {times.Median(Now),8:F1} ms   older {times.Median(Before),8:F1} ms   "
            + $"{times.Median(Before) / times.Median(Now):F2} x"));
    }

    private static nn.Module<Tensor, Tensor> Make(Type type, string preset)
    {
        Type options = type.Assembly.GetType(typeof(GoogLeNetOptions).FullName!, throwOnError: true)!;
        object shared = options.GetProperty(preset)!.GetValue(null)!;
        object settings = options.GetMethod("<Clone>$")!.Invoke(shared, null)!;
        options.GetProperty(nameof(GoogLeNetOptions.AuxiliaryHeads))!.SetValue(settings, false);
        ConstructorInfo constructor = type.GetConstructors()
            .Single(made => made.GetParameters().FirstOrDefault()?.ParameterType == options);
        return (nn.Module<Tensor, Tensor>)constructor.Invoke([settings, .. constructor.GetParameters().Skip(1).Select(_ => (object?)null)]);
    }

    private static void Forward(nn.Module<Tensor, Tensor> network, Tensor images)
    {
        network.eval();
        using var noGrad = no_grad();
        network.call(images).Dispose();
    }

    private static void Step(nn.Module<Tensor, Tensor> network, Tensor images, Tensor labels)
    {
        network.train();
        network.zero_grad();
        using Tensor logits = network.call(images);
        using Tensor loss = nn.functional.cross_entropy(logits, labels);
        loss.backward();
    }

    // Its own copy of this library, and everything else as this process has it.
    private sealed class OlderBuild(string path) : AssemblyLoadContext(nameof(OlderBuild))
    {
        protected override Assembly? Load(AssemblyName name) =>
            name.Name!.StartsWith(nameof(GoogLeNetSharp), StringComparison.Ordinal)
                ? LoadFromAssemblyPath(Path.Combine(Path.GetDirectoryName(path)!, name.Name + ".dll"))
                : null;
    }
}
