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
    /// <summary>Whether this kernel takes the window. In a <see cref="MaxPoolNode"/>'s, each position has a pixel of the map.</summary>
    public static bool Supports(Window2d window) => window.Dilation == (1, 1);

    /// <summary>N x C x H x W -> N x C x H' x W'.</summary>
    /// <param name="input">The map to read, pixels without gaps.</param>
    /// <param name="window">The window.</param>
    /// <param name="output">The map to fill.</param>
    /// <exception cref="OutOfMemoryException">There is no memory for a row of the input for each thread.</exception>
    public static void Run(MapView input, Window2d window, MapView output)
    {
        // Each worker holds one input row, the maximum over the window's height. The output rows are counted through all images.
        using var memory = new WorkerMemory(output.Images * output.Height, checked(input.Width * input.Channels * input.NumberSize));
        var job = new Job
        {
            Input = input,
            Output = output,
            KernelSize = window.KernelSize,
            Stride = window.Stride,
            Padding = window.Padding,
            Memory = memory,
        };
        NativeKernels.ParallelFor(memory.Workers, &Rows, &job);
    }

    [UnmanagedCallersOnly]
    private static void Rows(long from, long to, void* address)
    {
        ref readonly var job = ref Unsafe.AsRef<Job>(address);
        for (var worker = from; worker < to; worker++)
        {
            if (job.Input.BFloat16) Rows<BFloat16Order, short>(job, worker);
            else Rows<FloatOrder, float>(job, worker);
        }
    }

    private static void Rows<TOrder, T>(in Job job, long worker)
        where TOrder : struct, IOrder<T>
        where T : unmanaged
    {
        var (from, to) = job.Memory.Items(worker);
        for (var row = from; row < to; row++)
            Row<TOrder, T>(job, row / job.Output.Height, row % job.Output.Height, (T*)job.Memory.Of(worker));
    }

    private static void Row<TOrder, T>(in Job job, long image, long y, T* scratch)
        where TOrder : struct, IOrder<T>
        where T : unmanaged
    {
        var (channels, width) = (job.Input.Channels, job.Input.Width);
        var (firstRow, rows) = Clip((y * job.Stride.Height) - job.Padding.Height, job.KernelSize.Height, job.Input.Height);
        var input = (T*)job.Input.Pixel(image, firstRow, 0);
        var tall = input;
        for (var i = 1L; i < rows; i++)
        {
            MaxOf<TOrder, T>(tall, input + (i * width * channels), scratch, width * channels);
            tall = scratch;
        }

        var output = (T*)job.Output.Pixel(image, y, 0);
        for (var x = 0L; x < job.Output.Width; x++, output += job.Output.PixelStride)
        {
            var (firstColumn, columns) = Clip((x * job.Stride.Width) - job.Padding.Width, job.KernelSize.Width, width);
            var pixel = tall + (firstColumn * channels);
            if (columns == 3)
            {
                MaxOf3<TOrder, T>(pixel, pixel + channels, pixel + (2 * channels), output, channels);
                continue;
            }

            if (columns == 1) Buffer.MemoryCopy(pixel, output, channels * sizeof(T), channels * sizeof(T));
            for (var i = 1L; i < columns; i++) MaxOf<TOrder, T>(i == 1 ? pixel : output, pixel + (i * channels), output, channels);
        }
    }

    private static (long First, long Count) Clip(long start, long length, long size)
    {
        var first = Math.Max(start, 0);
        return (first, Math.Min(start + length, size) - first);
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

    private readonly struct Job
    {
        public required MapView Input { get; init; }

        public required MapView Output { get; init; }

        public required (long Height, long Width) KernelSize { get; init; }

        public required (long Height, long Width) Stride { get; init; }

        public required (long Height, long Width) Padding { get; init; }

        public required WorkerMemory Memory { get; init; }
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
    /// bfloat16 values held as the integers of their bits: flipping the lower bits of negative ones makes integer order that of the values. Counted from
    /// minus infinity on, those below it, which are not-a-numbers of negative sign (what the processor makes of infinity - infinity), come out on top as well.
    /// </summary>
    private readonly struct BFloat16Order : IOrder<short>
    {
        private const short MinusInfinity = unchecked((short)(0xff80 ^ 0x7fff));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<short> Max(Vector512<short> a, Vector512<short> b) =>
            Flip(Vector512.Max(Rank(a), Rank(b)).AsInt16() + Vector512.Create(MinusInfinity));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<ushort> Rank(Vector512<short> bits) => (Flip(bits) - Vector512.Create(MinusInfinity)).AsUInt16();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<short> Flip(Vector512<short> bits) => bits ^ (Vector512.ShiftRightArithmetic(bits, 15) & Vector512.Create((short)0x7fff));
    }
}
