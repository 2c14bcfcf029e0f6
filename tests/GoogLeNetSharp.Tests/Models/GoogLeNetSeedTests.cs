using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>The same seed makes the same network. The random generator is the process's: these run beside no other test.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class GoogLeNetSeedTests
{
    [Fact]
    internal void Constructor_SameSeed_SameWeights()
    {
        using var scope = NewDisposeScope();
        foreach (var initialization in Enum.GetValues<WeightInitialization>())
        {
            manual_seed(7);
            using var first = new GoogLeNet(GoogLeNetOptions.Cifar with { Initialization = initialization });
            manual_seed(7);
            using var second = new GoogLeNet(GoogLeNetOptions.Cifar with { Initialization = initialization });

            foreach (var (name, value) in first.state_dict())
                value.equal(second.state_dict()[name]).all().item<bool>().Should().BeTrue("{0} starts alike", name);
        }
    }
}
