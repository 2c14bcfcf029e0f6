namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Copies a map to the caller's output, N x C x H x W, if requested. A work item is a row of the map.</summary>
/// <param name="map">The map.</param>
/// <param name="index">Index of the output.</param>
internal sealed unsafe class OutputStep(Map map, int index) : Step
{
    public override long Items => map.Images * map.Height;

    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        if (memory.Outputs[index] is not null) ChannelsFirst.Write(map, memory.Arena, memory.Outputs[index], from, to);
    }
}
