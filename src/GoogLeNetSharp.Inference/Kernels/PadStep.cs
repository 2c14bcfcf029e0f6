namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Constant padding of a map. A work item is a row of the output.</summary>
/// <param name="input">N x C x H x W.</param>
/// <param name="output">N x C x H' x W'.</param>
/// <param name="top">Rows added at the top.</param>
/// <param name="left">Pixels added on the left.</param>
/// <param name="value">The value.</param>
internal sealed unsafe class PadStep(Map input, Map output, long top, long left, float value) : Step
{
    public override long Items => output.Images * output.Height;

    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        for (var item = from; item < to; item++)
        {
            var (image, y) = Math.DivRem(item, output.Height);
            var row = y - top;
            for (var x = 0L; x < output.Width; x++)
            {
                var column = x - left;
                var pixel = new Span<float>(output.Pixel(memory.Arena, image, y, x), (int)output.Channels);
                if (row < 0 || row >= input.Height || column < 0 || column >= input.Width) pixel.Fill(value);
                else new ReadOnlySpan<float>(input.Pixel(memory.Arena, image, row, column), (int)input.Channels).CopyTo(pixel);
            }
        }
    }
}
