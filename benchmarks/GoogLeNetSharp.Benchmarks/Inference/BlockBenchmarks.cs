using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using GoogLeNetSharp.Inference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Inference;

/// <summary>Single blocks at the sizes that they have in the network, eager and compiled.</summary>
[MemoryDiagnoser]
public class BlockBenchmarks
{
    private nn.Module<Tensor, Tensor> _block = null!;
    private InferenceModel _compiled = null!;
    private Tensor _maps = null!;

    /// <summary>The block.</summary>
    [Params("conv 7x7", "conv 3x3", "inception3a", "inception4e")]
    public string Block { get; set; } = "";

    /// <summary>Images in a batch.</summary>
    [Params(1, 8)]
    public int Batch { get; set; }

    /// <summary>Makes the block and its input.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (_block, long[] shape) = Block switch
        {
            "conv 7x7" => (new ConvBlock(3, 64, kernelSize: 7, stride: 2, padding: 3, batchNorm: new(0.001)), [Batch, 3, 224, 224]),
            "conv 3x3" => (new ConvBlock(64, 192, kernelSize: 3, padding: 1, batchNorm: new(0.001)), [Batch, 64, 56, 56]),
            "inception3a" =>
                ((nn.Module<Tensor, Tensor>)new InceptionModule(192, new InceptionWidths(64, 96, 128, 16, 32, 32), 3, new(0.001)),
                    new long[] { Batch, 192, 28, 28 }),
            _ => (new InceptionModule(528, new InceptionWidths(256, 160, 320, 32, 128, 128), 3, new(0.001)), [Batch, 528, 14, 14]),
        };
        _block.eval();
        _compiled = _block.Compile();
        _maps = randn(shape);
    }

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _maps.Dispose();
        _compiled.Dispose();
        _block.Dispose();
    }

    /// <summary>The block itself.</summary>
    [Benchmark(Baseline = true)]
    public void Eager()
    {
        using var noGrad = no_grad();
        _block.call(_maps).Dispose();
    }

    /// <summary>The block compiled.</summary>
    [Benchmark]
    public void Compiled() => _compiled.Predict(_maps).Dispose();

    internal static int Run(string[] args)
    {
        // In this process: a generated project would copy the native libraries, half a gigabyte, for each benchmark.
        IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromTypes([typeof(BlockBenchmarks)]).Run([.. args, "--filter", "*"], config);
        return 0;
    }
}
