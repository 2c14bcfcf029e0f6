namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Writes rows of a channels-last map in channels-first order: N x C x H x W.</summary>
internal static unsafe class ChannelsFirst
{
    /// <summary>Writes a range of rows, counted over all images.</summary>
    /// <param name="map">The map to read.</param>
    /// <param name="arena">The arena that contains the map.</param>
    /// <param name="output">Address of the first image.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">End of the rows, exclusive.</param>
    public static void Write(Map map, float* arena, float* output, long from, long to)
    {
        for (var item = from; item < to; item++)
        {
            var (image, y) = Math.DivRem(item, map.Height);
            var row = map.Pixel(arena, image, y, 0);
            for (var c = 0L; c < map.Channels; c++)
            {
                var target = output + (((((image * map.Channels) + c) * map.Height) + y) * map.Width);
                for (var x = 0L; x < map.Width; x++) target[x] = row[(x * map.PixelStride) + c];
            }
        }
    }
}
