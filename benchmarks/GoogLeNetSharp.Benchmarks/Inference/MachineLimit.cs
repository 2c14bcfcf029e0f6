using System.Diagnostics;
using GoogLeNetSharp.Inference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Inference;

/// <summary>What the processor reaches at best, in GFLOP/s: the limit that any implementation runs against.</summary>
internal static class MachineLimit
{
    private const int Side = 2048;
    private const int Rounds = 7;

    /// <summary>A product of two square matrices in libtorch.</summary>
    internal static double MatrixProduct()
    {
        using var a = randn(Side, Side);
        using var b = randn(Side, Side);
        return Best(2.0 * Side * Side * Side, () => a.mm(b).Dispose());
    }

    /// <summary>A convolution that is a matrix product, and fits the processor: 1x1, 512 to 512 channels, 28 x 28 pixels, 8
    /// images.</summary>
    internal static double Convolution()
    {
        const int channels = 512, pixels = 28, images = 8;
        using var layer = nn.Conv2d(channels, channels, 1);
        using InferenceModel compiled = layer.Compile();
        using var maps = randn(images, channels, pixels, pixels);
        return Best(2.0 * images * pixels * pixels * channels * channels, () => compiled.Predict(maps).Dispose());
    }

    private static double Best(double operations, Action run)
    {
        run();
        double fastest = double.MaxValue;
        for (int i = 0; i < Rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return operations / fastest / 1e9;
    }
}
