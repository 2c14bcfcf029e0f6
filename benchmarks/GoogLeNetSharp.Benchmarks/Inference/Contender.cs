using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Inference.Kernels;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Inference;

/// <summary>One way to run a network on a batch of images of 224 x 224 pixels.</summary>
internal sealed class Contender : IDisposable
{
    internal const string Eager = "eager";
    internal const string OnnxRuntime = "ONNX Runtime";

    internal const string BFloat16 = "compiled, bfloat16";

    internal const int Side = 224;

    private readonly List<IDisposable> _owned = [];

    private Contender(string name) => Name = name;

    /// <summary>Eager, ONNX Runtime, and ours at each width of vectors that the processor has, and in bfloat16 where it can.</summary>
    internal static IReadOnlyList<string> All { get; } =
        [Eager, OnnxRuntime, .. Widths().Select(Compiled), .. BFloat16Code.Instance is null ? Array.Empty<string>() : [BFloat16]];

    /// <summary>Ours at the widest.</summary>
    internal static string Best => Compiled(Widths()[0]);

    internal string Name { get; }

    /// <summary>Runs the batch once and drops the logits.</summary>
    internal Action Run { get; private set; } = () => { };

    /// <summary>Networks that can be measured.</summary>
    internal static IReadOnlyList<string> Networks { get; } = ["googlenet", "resnet18", "resnet50", "vgg16"];

    /// <summary>A network, with weights that are not constants.</summary>
    internal static nn.Module<Tensor, Tensor> Network(string name)
    {
        random.manual_seed(1);
        nn.Module<Tensor, Tensor> network = name switch
        {
            "googlenet" =>
                new GoogLeNet(GoogLeNetOptions.TorchVision with { AuxiliaryHeads = false, Initialization = WeightInitialization.Kaiming }),
            "resnet18" => new ResNet(ResNetOptions.ResNet18),
            "resnet50" => new ResNet(ResNetOptions.ResNet50),
            "vgg16" => new Vgg(VggOptions.Vgg16),
            _ => throw new ArgumentException($"name: must be one of {string.Join(", ", Networks)}, got {name}.", nameof(name)),
        };
        network.eval();
        return network;
    }

    /// <summary>A contender that is ready to run.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <param name="network">Makes the network; ONNX Runtime reads its file instead.</param>
    /// <param name="batch">Images in a batch.</param>
    /// <param name="onnx">The network's ONNX file.</param>
    /// <param name="threads">Threads for one run.</param>
    internal static Contender Make(string name, Func<nn.Module<Tensor, Tensor>> network, int batch, string onnx, int threads)
    {
        var contender = new Contender(name);
        float[] pixels = Pixels(batch);
        contender.Run = name switch
        {
            Eager => contender.OfEager(network(), pixels, batch),
            OnnxRuntime => contender.OfOnnxRuntime(pixels, batch, onnx, threads),
            BFloat16 => contender.OfCompiled(network(), new InferenceOptions { Precision = InferencePrecision.BFloat16, Threads = threads },
                pixels, batch),
            _ => contender.OfCompiled(
                network(), new InferenceOptions { VectorBits = Widths().First(bits => Compiled(bits) == name), Threads = threads },
                pixels, batch),
        };
        return contender;
    }

    public void Dispose()
    {
        foreach (IDisposable owned in Enumerable.Reverse(_owned)) owned.Dispose();
    }

    private static float[] Pixels(int batch)
    {
        var draw = new Random(1);
        float[] pixels = new float[batch * 3 * Side * Side];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (2 * draw.NextSingle()) - 1;
        return pixels;
    }

    private Action OfEager(nn.Module<Tensor, Tensor> network, float[] pixels, int batch)
    {
        Tensor images = Own(tensor(pixels, [batch, 3, Side, Side]));
        Own(network);
        return () =>
        {
            using var noGrad = no_grad();
            network.call(images).Dispose();
        };
    }

    private Action OfCompiled(nn.Module<Tensor, Tensor> network, InferenceOptions options, float[] pixels, int batch)
    {
        InferenceModel compiled = Own(network.Compile(options));
        network.Dispose();
        long[] shape = [batch, 3, Side, Side];
        return () => compiled.Predict(pixels, shape);
    }

    // Its threads spin after a run by default, which serves it best; the rest before each run keeps that from the next contender.
    private Action OfOnnxRuntime(float[] pixels, int batch, string onnx, int threads)
    {
        SessionOptions options = Own(new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
        });
        InferenceSession session = Own(new InferenceSession(onnx, options));
        OrtValue images = Own(OrtValue.CreateTensorValueFromMemory(pixels, [batch, 3, Side, Side]));
        RunOptions run = Own(new RunOptions());
        string[] inputs = [session.InputNames[0]], outputs = [session.OutputNames[0]];
        OrtValue[] values = [images];
        return () => session.Run(run, inputs, values, outputs).Dispose();
    }

    private static string Compiled(int vectorBits) => $"compiled, {vectorBits} bits";

    private static int[] Widths() => [.. new[] { 512, 256, 128 }.Where(bits => bits <= KernelSet.BestVectorBits)];

    private T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }
}
