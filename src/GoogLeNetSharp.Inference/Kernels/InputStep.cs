namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Lays the caller's input out, N x C x H x W: channels first to channels last. An item is a row of the map.</summary>
internal sealed unsafe class InputStep(Map map) : Step
{
    public override long Items => map.Images * map.Height;

    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        for (var item = from; item < to; item++)
        {
            var (image, y) = Math.DivRem(item, map.Height);
            var row = map.Pixel(memory.Arena, image, y, 0);
            for (var c = 0L; c < map.Channels; c++)
            {
                var source = memory.Input + (((((image * map.Channels) + c) * map.Height) + y) * map.Width);
                var target = row + c;
                for (var x = 0L; x < map.Width; x++, target += map.PixelStride) *target = source[x];
            }
        }
    }
}
