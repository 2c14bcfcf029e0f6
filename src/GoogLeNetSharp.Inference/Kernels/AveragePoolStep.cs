using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Computes the mean over an area of the map for each output pixel. A work item is a row of the output, or some channels of a row
/// if there are few rows.</summary>
/// <param name="input">N x C x H x W.</param>
/// <param name="output">N x C x H' x W'.</param>
/// <param name="rows">The areas of the output's rows.</param>
/// <param name="columns">The areas of the output's columns.</param>
internal sealed unsafe class AveragePoolStep<TSimd, TVector>(Map input, Map output, PoolArea[] rows, PoolArea[] columns) : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // number of rows that keeps all threads busy
    private const long ManyRows = 64;

    private readonly long _channels = output.Images * output.Height >= ManyRows
        ? output.Channels
        : Math.Min(output.Channels, 4 * TSimd.Lanes);

    public override long Items => output.Images * output.Height * Rounding.Ceiling(output.Channels, _channels);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        for (var item = from; item < to; item++)
        {
            var (line, block) = Math.DivRem(item, Rounding.Ceiling(output.Channels, _channels));
            var (image, y) = Math.DivRem(line, output.Height);
            var first = Math.Max(0, Math.Min(block * _channels, output.Channels - _channels));      // the last two overlap
            var row = rows[y];
            for (var x = 0L; x < output.Width; x++)
            {
                var column = columns[x];
                var area = input.Pixel(memory.Arena, image, row.First, column.First) + first;
                var mean = output.Pixel(memory.Arena, image, y, x) + first;
                var divisor = TSimd.Create((float)row.Divisor * column.Divisor);
                if (_channels < TSimd.Lanes)
                {
                    VectorPart<TSimd, TVector>.Store(TSimd.Divide(SumOfPart(area, row.Count, column.Count), divisor), mean, _channels);
                    continue;
                }

                foreach (var c in new ChannelVectors(_channels, TSimd.Lanes))
                {
                    var sum = TSimd.Zero;
                    for (var i = 0L; i < row.Count; i++)
                    {
                        var pixels = area + (i * input.Width * input.PixelStride) + c;
                        for (var j = 0L; j < column.Count; j++, pixels += input.PixelStride) sum = TSimd.Add(sum, TSimd.Load(pixels));
                    }

                    TSimd.Store(TSimd.Divide(sum, divisor), mean + c);
                }
            }
        }
    }

    // for fewer channels than a vector has; a separate method, because its calls would spill the other's sums to memory
    private TVector SumOfPart(float* area, long lines, long pixels)
    {
        var sum = TSimd.Zero;
        for (var i = 0L; i < lines; i++)
        {
            for (var j = 0L; j < pixels; j++)
                sum = TSimd.Add(sum, VectorPart<TSimd, TVector>.Load(area + (((i * input.Width) + j) * input.PixelStride), _channels));
        }

        return sum;
    }
}
