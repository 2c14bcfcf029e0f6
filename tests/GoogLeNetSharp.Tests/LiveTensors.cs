using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests;

/// <summary>Counts the tensors that an action leaves alive.</summary>
internal static class LiveTensors
{
    /// <summary>The growth of TorchSharp's tensor count over an action, which must not run beside other tests.</summary>
    public static long LeftBy(Action action)
    {
        // What earlier tests left to the garbage collector must not be counted as freed by this action.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        action();
        return Tensor.TotalCount - before;
    }
}
