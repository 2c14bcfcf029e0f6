using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests;

/// <summary>Counts the tensors that an action leaves alive.</summary>
internal static class LiveTensors
{
    /// <summary>The growth of TorchSharp's tensor count over an action, which must not run beside other tests.</summary>
    public static long LeftBy(Action action)
    {
        var before = Tensor.TotalCount;
        action();
        return Tensor.TotalCount - before;
    }
}

/// <summary>Tests that count live tensors, which are counted for the whole process: they run one after another, beside no other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LiveTensorCollection
{
    internal const string Name = "live tensors";
}
