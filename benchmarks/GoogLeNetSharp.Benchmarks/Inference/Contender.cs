using GoogLeNetSharp.Inference;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Inference;

/// <summary>One way to run the network on a batch of images of 224 x 224 pixels.</summary>
internal sealed class Contender : IDisposable
{
    internal const string Eager = "eager float32";
    internal const string Float32 = "compiled float32";
    internal const string BFloat16 = "compiled bfloat16";
    internal const string OnnxRuntime = "ONNX Runtime float32";

    internal const int Side = 224;

    private readonly List<IDisposable> _owned = [];

    private Contender(string name) => Name = name;

    internal static IReadOnlyList<string> All { get; } = [Eager, Float32, BFloat16, OnnxRuntime];

    internal string Name { get; }

    /// <summary>Runs the batch once and drops the logits.</summary>
    internal Action Run { get; private set; } = () => { };

    /// <summary>The network, with weights that are not constants.</summary>
    internal static GoogLeNet Network()
    {
        random.manual_seed(1);
        var network = new GoogLeNet(GoogLeNetOptions.TorchVision with { AuxiliaryHeads = false, Initialization = WeightInitialization.Kaiming });
        network.eval();
        return network;
    }

    /// <summary>A contender that is ready to run.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <param name="network">Makes the network; ONNX Runtime reads its file instead.</param>
    /// <param name="batch">Images in a batch.</param>
    /// <param name="onnx">The network's ONNX file.</param>
    /// <param name="threads">Threads for one run.</param>
    internal static Contender Make(string name, Func<GoogLeNet> network, int batch, string onnx, int threads)
    {
        var contender = new Contender(name);
        float[] pixels = Pixels(batch);
        contender.Run = name switch
        {
            Eager => contender.OfEager(network(), pixels, batch),
            Float32 => contender.OfCompiled(network(), InferencePrecision.Float32, pixels, batch),
            BFloat16 => contender.OfCompiled(network(), InferencePrecision.BFloat16, pixels, batch),
            OnnxRuntime => contender.OfOnnxRuntime(pixels, batch, onnx, threads),
            _ => throw new ArgumentException($"name: must be one of {string.Join(", ", All)}, got {name}.", nameof(name)),
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

    private Action OfEager(GoogLeNet network, float[] pixels, int batch)
    {
        Tensor images = Own(tensor(pixels, [batch, 3, Side, Side]));
        Own(network);
        return () =>
        {
            using var noGrad = no_grad();
            network.call(images).Dispose();
        };
    }

    private Action OfCompiled(GoogLeNet network, InferencePrecision precision, float[] pixels, int batch)
    {
        Tensor images = Own(tensor(pixels, [batch, 3, Side, Side]));
        InferenceModel compiled = Own(network.Compile(new InferenceOptions { Precision = precision }));
        network.Dispose();
        return () => compiled.Predict(images).Dispose();
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

    private T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }
}
