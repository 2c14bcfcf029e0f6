namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Gives the last map to the caller, N x C x H x W. An item is a row of the map.</summary>
internal sealed unsafe class OutputStep(Map map) : Step
{
    public override long Items => map.Images * map.Height;

    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to) =>
        ChannelsFirst.Write(map, memory.Arena, memory.Output, from, to);
}
