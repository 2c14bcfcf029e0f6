using GoogLeNetSharp.Inference.Execution;
using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Tests.Inference.Kernels;

/// <summary>
/// Steps on maps with a forbidden page before the first number or behind the last: what reads or writes beside a map ends the test run.
/// Each map is some channels of a wider one. Numbers are channels first, N x C x H x W.
/// </summary>
internal sealed unsafe class StepCase(bool atEnd, long gap) : IDisposable
{
    private const float Untouched = 7;

    private readonly List<(Map Map, GuardedMemory Memory)> _maps = [];

    /// <summary>A map of those numbers, with not-a-number beside its channels.</summary>
    public Map Input(float[] values, long images, long channels, long height, long width)
    {
        var map = New(images, channels, height, width, float.NaN);
        for (var i = 0L; i < values.Length; i++) *At(map, i) = values[i];
        return map;
    }

    /// <summary>A map to fill.</summary>
    public Map Output(long images, long channels, long height, long width) => New(images, channels, height, width, Untouched);

    /// <summary>Runs a step item by item, last item first, and reads a map; what lies beside its channels must be as it was.</summary>
    public static float[] Run(Step step, Map output)
    {
        using var scratch = new NativeBuffer(step.Scratch);
        var notFinite = 0;
        var memory = new Memory(null, null, null, &notFinite);
        for (var item = step.Items - 1; item >= 0; item--)
        {
            var loaded = -1L;
            step.Run(memory, scratch.Address, ref loaded, item, item + 1);
        }

        var actual = new float[output.Pixels * output.Channels];
        for (var i = 0L; i < actual.Length; i++) actual[i] = *At(output, i);
        return actual;
    }

    /// <summary>Checks that nothing was written beside the channels of a map.</summary>
    public void ShouldBeUntouchedBeside(Map output)
    {
        var memory = _maps.Single(entry => entry.Map == output).Memory;
        var numbers = new ReadOnlySpan<float>(memory.Address, checked((int)(output.Pixels * output.PixelStride)));
        var first = atEnd ? gap : 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            var channel = i % output.PixelStride;
            if (channel < first || channel >= first + output.Channels) numbers[i].Should().Be(Untouched);
        }
    }

    public void Dispose()
    {
        foreach (var (_, memory) in _maps) memory.Dispose();
    }

    private Map New(long images, long channels, long height, long width, float beside)
    {
        var stride = channels + gap;
        var count = images * height * width * stride;
        var memory = new GuardedMemory(count * sizeof(float), atEnd);
        new Span<float>(memory.Address, checked((int)count)).Fill(beside);

        // The arena begins at address 0.
        var map = new Map((long)memory.Address / sizeof(float), images, stride, height, width, stride).Slice(atEnd ? gap : 0, channels);
        _maps.Add((map, memory));
        return map;
    }

    private static float* At(Map map, long index)
    {
        var (rest, x) = Math.DivRem(index, map.Width);
        (rest, var y) = Math.DivRem(rest, map.Height);
        var (image, channel) = Math.DivRem(rest, map.Channels);
        return map.Pixel(null, image, y, x) + channel;
    }
}
