namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Softmax over the channels of each pixel. A work item is a row of the map.</summary>
internal sealed unsafe class SoftmaxStep(Map input, Map output) : Step
{
    public override long Items => input.Images * input.Height;

    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        for (var item = from; item < to; item++)
        {
            var (image, y) = Math.DivRem(item, input.Height);
            for (var x = 0L; x < input.Width; x++) Pixel(input.Pixel(memory.Arena, image, y, x), output.Pixel(memory.Arena, image, y, x));
        }
    }

    // in double precision, because networks have few softmax values
    private void Pixel(float* from, float* to)
    {
        var most = float.NegativeInfinity;
        for (var c = 0L; c < input.Channels; c++) most = Math.Max(most, from[c]);
        var sum = 0.0;
        for (var c = 0L; c < input.Channels; c++) sum += Math.Exp((double)from[c] - most);
        for (var c = 0L; c < input.Channels; c++) to[c] = (float)(Math.Exp((double)from[c] - most) / sum);
    }
}
