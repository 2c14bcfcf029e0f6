using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference;

/// <summary>
/// Max pooling of channels-last maps. libtorch's own writes an int64 index beside each value, three times the memory traffic of the pool itself, and
/// has no fast bfloat16 form; this one writes values alone.
/// </summary>
/// <remarks>The maximum over a window is that over its rows, then over its columns: two passes of a few maxima each instead of one over all pixels.</remarks>
internal static unsafe class MaxPoolKernel
{
    /// <summary>Whether this kernel knows the window.</summary>
    public static bool Supports(Window2d window) => window.Dilation == (1, 1)
        && window.Padding.Height < window.KernelSize.Height && window.Padding.Width < window.KernelSize.Width;

    /// <summary>Pools the output rows <paramref name="from"/> to <paramref name="to"/>, counted through all images of the batch.</summary>
    public static void Rows(in Job job, long from, long to)
    {
        // One input row, the maximum over the window's height.
        var scratch = (byte*)NativeMemory.AlignedAlloc((nuint)job.InputRowBytes, 64);
        try
        {
            for (var row = from; row < to; row++) Row(job, row / job.OutputHeight, row % job.OutputHeight, scratch);
        }
        finally
        {
            NativeMemory.AlignedFree(scratch);
        }
    }

    private static void Row(in Job job, long image, long y, byte* scratch)
    {
        var (firstRow, rows) = Clip((y * job.Stride.Height) - job.Padding.Height, job.KernelSize.Height, job.InputHeight);
        var input = job.Input + (((image * job.InputHeight) + firstRow) * job.InputRowBytes);
        var tall = input;
        for (var i = 1L; i < rows; i++)
        {
            job.Max(tall, input + (i * job.InputRowBytes), scratch, job.InputRowBytes);
            tall = scratch;
        }

        var output = job.Output + (((image * job.OutputHeight) + y) * job.OutputWidth * job.PixelBytes);
        for (var x = 0L; x < job.OutputWidth; x++, output += job.PixelBytes)
        {
            var (firstColumn, columns) = Clip((x * job.Stride.Width) - job.Padding.Width, job.KernelSize.Width, job.InputWidth);
            var pixel = tall + (firstColumn * job.PixelBytes);
            if (columns == 3)
            {
                job.Max3(pixel, pixel + job.PixelBytes, pixel + (2 * job.PixelBytes), output, job.PixelBytes);
                continue;
            }

            if (columns == 1) Buffer.MemoryCopy(pixel, output, job.PixelBytes, job.PixelBytes);
            for (var i = 1L; i < columns; i++) job.Max(i == 1 ? pixel : output, pixel + (i * job.PixelBytes), output, job.PixelBytes);
        }
    }

    private static (long First, long Count) Clip(long start, long length, long size)
    {
        var first = Math.Max(start, 0);
        return (first, Math.Min(start + length, size) - first);
    }

    /// <summary>One pool of one batch.</summary>
    public readonly struct Job
    {
        public required byte* Input { get; init; }
        public required byte* Output { get; init; }
        public required long InputHeight { get; init; }
        public required long InputWidth { get; init; }
        public required long OutputHeight { get; init; }
        public required long OutputWidth { get; init; }
        public required long Channels { get; init; }
        public required (long Height, long Width) KernelSize { get; init; }
        public required (long Height, long Width) Stride { get; init; }
        public required (long Height, long Width) Padding { get; init; }
        public required bool BFloat16 { get; init; }

        public long PixelBytes => Channels * (BFloat16 ? sizeof(short) : sizeof(float));

        public long InputRowBytes => InputWidth * PixelBytes;

        public void Max(byte* a, byte* b, byte* to, long bytes)
        {
            if (BFloat16) MaxOf<BFloat16Order, short>((short*)a, (short*)b, (short*)to, bytes / sizeof(short));
            else MaxOf<FloatOrder, float>((float*)a, (float*)b, (float*)to, bytes / sizeof(float));
        }

        public void Max3(byte* a, byte* b, byte* c, byte* to, long bytes)
        {
            if (BFloat16) MaxOf3<BFloat16Order, short>((short*)a, (short*)b, (short*)c, (short*)to, bytes / sizeof(short));
            else MaxOf3<FloatOrder, float>((float*)a, (float*)b, (float*)c, (float*)to, bytes / sizeof(float));
        }
    }

    private static void MaxOf<TOrder, T>(T* a, T* b, T* to, long count)
        where TOrder : struct, IOrder<T>
        where T : unmanaged
    {
        var i = 0L;
        for (; i <= count - Vector512<T>.Count; i += Vector512<T>.Count) TOrder.Max(Vector512.Load(a + i), Vector512.Load(b + i)).Store(to + i);
        for (; i < count; i++) to[i] = TOrder.Max(Vector512.CreateScalar(a[i]), Vector512.CreateScalar(b[i])).ToScalar();
    }

    private static void MaxOf3<TOrder, T>(T* a, T* b, T* c, T* to, long count)
        where TOrder : struct, IOrder<T>
        where T : unmanaged
    {
        var i = 0L;
        for (; i <= count - Vector512<T>.Count; i += Vector512<T>.Count)
            TOrder.Max(TOrder.Max(Vector512.Load(a + i), Vector512.Load(b + i)), Vector512.Load(c + i)).Store(to + i);
        for (; i < count; i++)
            to[i] = TOrder.Max(TOrder.Max(Vector512.CreateScalar(a[i]), Vector512.CreateScalar(b[i])), Vector512.CreateScalar(c[i])).ToScalar();
    }

    private interface IOrder<T>
    {
        static abstract Vector512<T> Max(Vector512<T> a, Vector512<T> b);
    }

    private readonly struct FloatOrder : IOrder<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Vector512.Max(a, b);
    }

    /// <summary>
    /// bfloat16 values held as the integers of their bits: flipping the lower bits of negative ones makes integer order that of the values.
    /// </summary>
    private readonly struct BFloat16Order : IOrder<short>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<short> Max(Vector512<short> a, Vector512<short> b) => Flip(Vector512.Max(Flip(a), Flip(b)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<short> Flip(Vector512<short> bits) => bits ^ (Vector512.ShiftRightArithmetic(bits, 15) & Vector512.Create((short)0x7fff));
    }
}
