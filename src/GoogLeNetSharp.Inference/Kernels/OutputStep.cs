namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Gives a map to the caller, N x C x H x W, where it is wanted. An item is a row of the map.</summary>
/// <param name="map">The map.</param>
/// <param name="index">Which of the outputs it is.</param>
internal sealed unsafe class OutputStep(Map map, int index) : Step
{
    public override long Items => map.Images * map.Height;

    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        if (memory.Outputs[index] is not null) ChannelsFirst.Write(map, memory.Arena, memory.Outputs[index], from, to);
    }
}
