using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Tests.Inference.Kernels;

/// <summary>What steps compute, by their definitions, in double precision. Maps are N x C x H x W.</summary>
internal static class ReferenceKernels
{
    /// <summary>A convolution; what is added has the output's shape.</summary>
    public static double[] Convolution(
        float[] input, long[] shape, float[] weight, float[]? bias, long outChannels, Window2d window, long groups, bool relu,
        float[]? addend)
    {
        var (channels, outputs) = (shape[1] / groups, outChannels / groups);
        var (kernelHeight, kernelWidth) = window.KernelSize;
        var sums = Slide(shape, outChannels, window, (image, k, y, x) =>
        {
            var sum = bias is null ? 0.0 : bias[k];
            for (var c = 0L; c < channels; c++)
            {
                for (var tap = 0L; tap < kernelHeight * kernelWidth; tap++)
                {
                    var (row, column) = (y + (tap / kernelWidth * window.Dilation.Height), x + (tap % kernelWidth * window.Dilation.Width));
                    if (row < 0 || row >= shape[2] || column < 0 || column >= shape[3]) continue;
                    var value = input[(((((image * shape[1]) + (k / outputs * channels) + c) * shape[2]) + row) * shape[3]) + column];
                    sum += (double)value * weight[(((k * channels) + c) * kernelHeight * kernelWidth) + tap];
                }
            }

            return sum;
        });
        return [.. sums.Select((sum, i) => sum + (addend is null ? 0 : addend[i])).Select(sum => relu ? Math.Max(0, sum) : sum)];
    }

    /// <summary>A pool: of the values of the window that lie on the map, in any order, and the pixels of the window within the
    /// padding.</summary>
    public static double[] Pool(float[] input, long[] shape, Window2d window, Func<List<float>, long, double> reduce) => Slide(shape,
        shape[1], window, (image, c, y, x) =>
    {
        var values = new List<float>();
        var counted = 0L;
        for (var i = 0L; i < window.KernelSize.Height; i++)
        {
            for (var j = 0L; j < window.KernelSize.Width; j++)
            {
                var (row, column) = (y + (i * window.Dilation.Height), x + (j * window.Dilation.Width));
                if (row < shape[2] + window.Padding.Height && column < shape[3] + window.Padding.Width) counted++;
                if (row < 0 || row >= shape[2] || column < 0 || column >= shape[3]) continue;
                values.Add(input[((((image * shape[1]) + c) * shape[2]) + row) * shape[3] + column]);
            }
        }

        return reduce(values, counted);
    });

    /// <summary>The largest difference over the largest value, of at least 1.</summary>
    public static double Error(double[] expected, float[] actual)
    {
        actual.Should().HaveSameCount(expected);
        var (difference, largest) = (0.0, 1.0);
        for (var i = 0; i < expected.Length; i++)
        {
            var here = Math.Abs(expected[i] - actual[i]);
            difference = double.IsNaN(here) ? double.PositiveInfinity : Math.Max(difference, here);
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }

        return difference / largest;
    }

    /// <summary>Numbers from -1 to 1.</summary>
    public static float[] Draw(Random random, long count)
    {
        var values = new float[count];
        for (var i = 0L; i < count; i++) values[i] = (2 * random.NextSingle()) - 1;
        return values;
    }

    private static double[] Slide(long[] shape, long channels, Window2d window, Func<long, long, long, long, double> at)
    {
        var (height, width) = window.Positions(shape[2], shape[3]);
        var output = new double[shape[0] * channels * height * width];
        for (var i = 0L; i < output.Length; i++)
        {
            var (rest, x) = Math.DivRem(i, width);
            (rest, var y) = Math.DivRem(rest, height);
            var (image, channel) = Math.DivRem(rest, channels);
            output[i] = at(image, channel, (y * window.Stride.Height) - window.Padding.Height,
                (x * window.Stride.Width) - window.Padding.Width);
        }

        return output;
    }
}
