using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>Counts the tensors this thread makes and does not dispose, whatever tests on other threads do.</summary>
internal sealed class LiveTensorWatch : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    /// <summary>Tensors made since, that are still there.</summary>
    public int Difference => _scope.DisposablesCount;

    public void Dispose() => _scope.Dispose();
}
