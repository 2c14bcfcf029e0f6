namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Flattens a map to features. A work item is a row of the map.</summary>
internal sealed unsafe class FlattenStep(Map input, Map output) : Step
{
    public override long Items => input.Images * input.Height;

    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to) =>
        ChannelsFirst.Write(input, memory.Arena, output.In(memory.Arena), from, to);
}
