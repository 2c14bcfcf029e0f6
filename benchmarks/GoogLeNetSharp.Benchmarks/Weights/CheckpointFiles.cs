using GoogLeNetSharp.Tests.Weights.Making;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Weights;

/// <summary>One network's weights as a file of every format.</summary>
internal static class CheckpointFiles
{
    internal static IReadOnlyList<string> Write(nn.Module network, string folder)
    {
        string safetensors = Path.Combine(folder, "weights.safetensors"), zip = Path.Combine(folder, "weights.pth");
        string legacy = Path.Combine(folder, "legacy.pth"), torchSharp = Path.Combine(folder, "weights.dat");
        network.SaveWeights(safetensors);
        network.save(torchSharp);
        File.WriteAllBytes(zip, CheckpointMaker.Zip(network));
        File.WriteAllBytes(legacy, CheckpointMaker.Legacy(network));
        return [safetensors, zip, legacy, torchSharp];
    }
}
