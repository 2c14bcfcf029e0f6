namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Rows of a map, channels last, written channels first: N x C x H x W.</summary>
internal static unsafe class ChannelsFirst
{
    /// <summary>Writes some rows, counted through all images.</summary>
    /// <param name="map">The map to read.</param>
    /// <param name="arena">Where it lies.</param>
    /// <param name="output">The first number of the first image.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">The row after the last one.</param>
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
