using System.Runtime.CompilerServices;
using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Local response normalization. A work item is a row of the map.</summary>
internal sealed unsafe class LocalResponseNormStep<TSimd, TVector>(Map input, Map output, LocalResponseNormNode norm) : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private long Before => norm.Size / 2;

    public override long Items => input.Images * input.Height;

    // the squares of one pixel, zero-padded on both sides, up to a full vector after the last channel
    public override long Scratch => Rounding.Up(input.Channels, TSimd.Lanes) + norm.Size + TSimd.Lanes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        new Span<float>(scratch, checked((int)Scratch)).Clear();
        var factor = TSimd.Create((float)(norm.Alpha / norm.Size));
        var constant = TSimd.Create((float)norm.K);
        for (var item = from; item < to; item++)
        {
            var (image, y) = Math.DivRem(item, input.Height);
            for (var x = 0L; x < input.Width; x++)
            {
                var pixel = input.Pixel(memory.Arena, image, y, x);
                var result = output.Pixel(memory.Arena, image, y, x);
                for (var c = 0L; c < input.Channels; c += TSimd.Lanes)
                {
                    var values = VectorPart<TSimd, TVector>.Load(pixel + c, input.Channels - c);
                    TSimd.Store(TSimd.Multiply(values, values), scratch + Before + c);
                }

                for (var c = 0L; c < input.Channels; c += TSimd.Lanes)
                {
                    var sum = TSimd.Load(scratch + c);
                    for (var i = 1L; i < norm.Size; i++) sum = TSimd.Add(sum, TSimd.Load(scratch + c + i));
                    var values = VectorPart<TSimd, TVector>.Load(pixel + c, input.Channels - c);
                    var divisor = Power(TSimd.MultiplyAdd(sum, factor, constant));
                    VectorPart<TSimd, TVector>.Store(TSimd.Divide(values, divisor), result + c, input.Channels - c);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Power(TVector values)
    {
        // the exponent of the papers and most networks, computed without logarithms
        if (norm.Beta != 0.75) return TSimd.Pow(values, (float)norm.Beta);
        var root = TSimd.Sqrt(values);
        return TSimd.Multiply(root, TSimd.Sqrt(root));
    }
}
