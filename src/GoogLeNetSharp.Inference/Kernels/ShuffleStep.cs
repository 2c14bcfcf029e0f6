namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Channel shuffle. A work item is a row of the map.</summary>
/// <param name="input">N x C x H x W.</param>
/// <param name="output">N x C x H x W.</param>
/// <param name="groups">Number of groups to interleave.</param>
internal sealed unsafe class ShuffleStep(Map input, Map output, long groups) : Step
{
    public override long Items => input.Images * input.Height;

    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        nint size = (nint)(input.Channels / groups), apart = (nint)groups;
        for (var item = from; item < to; item++)
        {
            var (image, y) = Math.DivRem(item, input.Height);
            for (var x = 0L; x < input.Width; x++)
            {
                float* pixel = input.Pixel(memory.Arena, image, y, x), result = output.Pixel(memory.Arena, image, y, x);
                for (nint group = 0; group < apart; group++, pixel += size)
                {
                    for (nint i = 0; i < size; i++) result[(i * apart) + group] = pixel[i];
                }
            }
        }
    }
}
