using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>The network of make_more_checkpoints.py: convolution 3 -> 2, batch norm, flatten, linear 8 -> 3.</summary>
internal static class SmallNetwork
{
    internal static nn.Module<Tensor, Tensor> New(long inputChannels = 3, long classes = 3) =>
        nn.Sequential(nn.Conv2d(inputChannels, 2, 1), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(8, classes));

    /// <summary>All parameters and buffers as bytes, by name.</summary>
    internal static Dictionary<string, byte[]> Snapshot(nn.Module module) =>
        module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray());

    internal static void ShouldBe(nn.Module module, Dictionary<string, byte[]> snapshot)
    {
        foreach ((string name, byte[] bytes) in Snapshot(module)) bytes.AsSpan().SequenceEqual(snapshot[name]).Should().BeTrue(name);
    }
}
