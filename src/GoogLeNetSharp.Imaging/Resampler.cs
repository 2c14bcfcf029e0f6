using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GoogLeNetSharp.Imaging;

/// <summary>
/// Bilinear resampling with antialiasing: a triangle filter with a support proportional to the reduction. Gives the same bytes as Pillow
/// (<c>src/libImaging/Resample.c</c>): 22-bit fixed-point weights, columns first, rounded to bytes between the passes.
/// </summary>
internal static class Resampler
{
    private const int PrecisionBits = 22;
    private const int Half = 1 << (PrecisionBits - 1);

    /// <summary>Scales an image, or computes only a part of the result, with the same bytes.</summary>
    public static RgbImage Resize(RgbImage image, Axis width, Axis height)
    {
        var rows = height.Length == image.Height ? null : new Weights(image.Height, height);
        var (top, count) = rows?.Inputs() ?? ((int)height.First, height.Count);
        var wide = width.Length != image.Width ? Horizontal(image, new Weights(image.Width, width), width.Count, top, count)
            : width.Count == image.Width && count == image.Height ? image
            : image.Crop((int)width.First, top, width.Count, count);
        return rows is null ? wide : Vertical(wide, rows, height.Count, top);
    }

    private static RgbImage Horizontal(RgbImage image, Weights weights, int width, int top, int height)
    {
        var result = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
        {
            var source = MemoryMarshal.Cast<byte, uint>(image.Row(top + y));
            var target = MemoryMarshal.Cast<byte, uint>(result.Row(y));
            for (var x = 0; x < target.Length; x++)
            {
                var taps = weights.Of(x);
                var pixels = source.Slice(weights.First(x), taps.Length);
                var sum = Vector128.Create(Half);
                for (var i = 0; i < taps.Length; i++)
                    sum += Widen(Vector128.CreateScalarUnsafe(pixels[i]).AsByte()) * Vector128.Create(taps[i]);
                target[x] = Narrow(sum);
            }
        }

        return result;
    }

    // the image's first row is row "top" of the image that the weights are for
    private static RgbImage Vertical(RgbImage image, Weights weights, int height, int top)
    {
        var result = new RgbImage(image.Width, height);
        var stride = image.Width * RgbImage.BytesPerPixel;
        ref var source = ref MemoryMarshal.GetReference(image.Pixels);
        for (var y = 0; y < height; y++)
        {
            var taps = weights.Of(y);
            ref var first = ref Unsafe.Add(ref source, (nint)(weights.First(y) - top) * stride);
            var target = MemoryMarshal.Cast<byte, uint>(result.Row(y));
            for (var x = 0; x < target.Length; x++)
            {
                var sum = Vector128.Create(Half);
                ref var pixel = ref Unsafe.Add(ref first, x * RgbImage.BytesPerPixel);
                for (var i = 0; i < taps.Length; i++)
                {
                    var value = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref pixel, (nint)i * stride));
                    sum += Widen(Vector128.CreateScalarUnsafe(value).AsByte()) * Vector128.Create(taps[i]);
                }

                target[x] = Narrow(sum);
            }
        }

        return result;
    }

    private static Vector128<int> Widen(Vector128<byte> pixel) => Vector128.WidenLower(Vector128.WidenLower(pixel)).AsInt32();

    // weights are non-negative and sum to one, so the sums need no clamping
    private static uint Narrow(Vector128<int> sum)
    {
        var bytes = Vector128.ShiftRightLogical(sum, PrecisionBits).AsUInt32();
        var words = Vector128.Narrow(bytes, bytes);
        return Vector128.Narrow(words, words).AsUInt32().ToScalar();
    }

    /// <summary>Computes, for each output position along an axis, the first input position and the weights.</summary>
    private sealed class Weights
    {
        private readonly int[] _first;
        private readonly int[] _count;
        private readonly int[] _weights;
        private readonly int _capacity;

        public Weights(int inputs, Axis axis)
        {
            var scale = (double)inputs / axis.Length;
            var support = Math.Max(scale, 1.0);
            _capacity = ((int)Math.Ceiling(support) * 2) + 1;
            _first = new int[axis.Count];
            _count = new int[axis.Count];
            _weights = new int[checked(axis.Count * _capacity)];
            var row = new double[_capacity];
            for (var output = 0; output < axis.Count; output++)
            {
                var center = (axis.First + output + 0.5) * scale;
                var first = Math.Max((int)(center - support + 0.5), 0);
                var count = Math.Min((int)(center + support + 0.5), inputs) - first;
                var total = 0.0;
                for (var i = 0; i < count; i++)
                {
                    row[i] = Math.Max(1.0 - Math.Abs((i + first - center + 0.5) * (1.0 / support)), 0.0);
                    total += row[i];
                }

                for (var i = 0; i < count; i++)
                    _weights[(output * _capacity) + i] = (int)(0.5 + (row[i] / total * (1 << PrecisionBits)));
                _first[output] = first;
                _count[output] = count;
            }
        }

        /// <summary>Gets the range of inputs used by all outputs.</summary>
        public (int First, int Count) Inputs()
        {
            var last = _first.Length - 1;
            return (_first[0], _first[last] + _count[last] - _first[0]);
        }

        public int First(int output) => _first[output];

        public ReadOnlySpan<int> Of(int output) => _weights.AsSpan(output * _capacity, _count[output]);
    }
}
