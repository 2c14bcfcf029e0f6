namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Copies the caller's input, N x C x H x W or N x H x W x C, to a channels-last map. A work item is a row of the map.</summary>
/// <param name="map">The target map.</param>
/// <param name="channelsLast">Whether the input is channels-last.</param>
internal sealed unsafe class InputStep(Map map, bool channelsLast) : Step
{
    public override long Items => map.Images * map.Height;

    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        for (var item = from; item < to; item++)
        {
            var (image, y) = Math.DivRem(item, map.Height);
            var row = map.Pixel(memory.Arena, image, y, 0);
            if (channelsLast)
            {
                CopyPixels(memory.Input + (item * map.Width * map.Channels), row);
                continue;
            }

            for (var c = 0L; c < map.Channels; c++)
            {
                var source = memory.Input + (((((image * map.Channels) + c) * map.Height) + y) * map.Width);
                var target = row + c;
                for (var x = 0L; x < map.Width; x++, target += map.PixelStride) *target = source[x];
            }
        }
    }

    private void CopyPixels(float* from, float* to)
    {
        var bytes = map.Channels * sizeof(float);
        for (var x = 0L; x < map.Width; x++, from += map.Channels, to += map.PixelStride) Buffer.MemoryCopy(from, to, bytes, bytes);
    }
}
