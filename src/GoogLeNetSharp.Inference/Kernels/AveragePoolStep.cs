using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The mean over an area of the map for each output pixel. An item is a row of the output.</summary>
/// <param name="input">N x C x H x W.</param>
/// <param name="output">N x C x H' x W'.</param>
/// <param name="rows">The areas of the output's rows.</param>
/// <param name="columns">The areas of the output's columns.</param>
internal sealed unsafe class AveragePoolStep<TSimd, TVector>(Map input, Map output, PoolArea[] rows, PoolArea[] columns) : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override long Items => output.Images * output.Height;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        for (var item = from; item < to; item++)
        {
            var (image, y) = Math.DivRem(item, output.Height);
            var row = rows[y];
            for (var x = 0L; x < output.Width; x++)
            {
                var column = columns[x];
                var area = input.Pixel(memory.Arena, image, row.First, column.First);
                var mean = output.Pixel(memory.Arena, image, y, x);
                var divisor = TSimd.Create((float)row.Divisor * column.Divisor);
                foreach (var c in new ChannelVectors(output.Channels, TSimd.Lanes))
                {
                    var sum = TSimd.Zero;
                    for (var i = 0L; i < row.Count; i++)
                    {
                        var line = area + (i * input.Width * input.PixelStride) + c;
                        for (var j = 0L; j < column.Count; j++) sum = TSimd.Add(sum, VectorPart<TSimd, TVector>.Load(line + (j * input.PixelStride), output.Channels));
                    }

                    VectorPart<TSimd, TVector>.Store(TSimd.Divide(sum, divisor), mean + c, output.Channels);
                }
            }
        }
    }
}
