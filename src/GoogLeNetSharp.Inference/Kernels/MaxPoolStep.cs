using System.Runtime.CompilerServices;
using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Max pool. A work item is a row of the output.</summary>
internal sealed unsafe class MaxPoolStep<TSimd, TVector>(Map input, Map output, Window2d window) : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // channel vectors computed at once, because each maximum depends on the previous one
    private const int Abreast = 4;

    public override long Items => output.Images * output.Height;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        for (var row = from; row < to; row++)
        {
            var (image, y) = Math.DivRem(row, output.Height);
            var rows = new WindowSpan(y, window.Stride.Height, window.Padding.Height, window.KernelSize.Height, window.Dilation.Height,
                input.Height);
            for (var x = 0L; x < output.Width; x++)
            {
                var columns = new WindowSpan(x, window.Stride.Width, window.Padding.Width, window.KernelSize.Width, window.Dilation.Width,
                    input.Width);
                Pixel(memory.Arena, image, rows, columns, output.Pixel(memory.Arena, image, y, x));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Pixel(float* arena, long image, WindowSpan rows, WindowSpan columns, float* to)
    {
        var first = input.Pixel(arena, image, rows.Position(rows.FirstTap), columns.Position(columns.FirstTap));
        nint down = (nint)(window.Dilation.Height * input.Width * input.PixelStride),
            across = (nint)(window.Dilation.Width * input.PixelStride);
        nint height = (nint)(rows.EndTap - rows.FirstTap), width = (nint)(columns.EndTap - columns.FirstTap),
            channels = (nint)output.Channels;
        nint c = 0;
        for (; c + (Abreast * TSimd.Lanes) <= channels; c += Abreast * TSimd.Lanes)
        {
            TVector most0 = TSimd.Create(float.NegativeInfinity), most1 = most0, most2 = most0, most3 = most0;
            var line = first + c;
            for (nint i = 0; i < height; i++, line += down)
            {
                var pixel = line;
                for (nint j = 0; j < width; j++, pixel += across)
                {
                    most0 = TSimd.Max(most0, TSimd.Load(pixel));
                    most1 = TSimd.Max(most1, TSimd.Load(pixel + TSimd.Lanes));
                    most2 = TSimd.Max(most2, TSimd.Load(pixel + (2 * TSimd.Lanes)));
                    most3 = TSimd.Max(most3, TSimd.Load(pixel + (3 * TSimd.Lanes)));
                }
            }

            TSimd.Store(most0, to + c);
            TSimd.Store(most1, to + c + TSimd.Lanes);
            TSimd.Store(most2, to + c + (2 * TSimd.Lanes));
            TSimd.Store(most3, to + c + (3 * TSimd.Lanes));
        }

        if (c > 0) c = Next(c - TSimd.Lanes, channels);
        for (; c < channels; c = Next(c, channels))
        {
            var most = TSimd.Create(float.NegativeInfinity);
            var line = first + c;
            for (nint i = 0; i < height; i++, line += down)
            {
                for (nint j = 0; j < width; j++) most = TSimd.Max(most, VectorPart<TSimd, TVector>.Load(line + (j * across), channels));
            }

            VectorPart<TSimd, TVector>.Store(most, to + c, channels);
        }
    }

    // the last two vectors overlap if the number of channels is not a multiple of the lanes
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Next(nint channel, nint channels)
    {
        var next = channel + TSimd.Lanes;
        return next < channels && next + TSimd.Lanes > channels ? channels - TSimd.Lanes : next;
    }
}
