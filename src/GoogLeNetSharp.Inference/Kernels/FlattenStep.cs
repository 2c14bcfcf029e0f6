namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>A map becomes features, channel by channel and row by row. An item is a row of the map.</summary>
internal sealed unsafe class FlattenStep(Map input, Map output) : Step
{
    public override long Items => input.Images * input.Height;

    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to) =>
        ChannelsFirst.Write(input, memory.Arena, output.In(memory.Arena), from, to);
}
