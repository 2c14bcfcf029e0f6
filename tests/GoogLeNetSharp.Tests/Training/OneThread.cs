using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>One thread for each of libtorch's operations until it is disposed: sums are then made in the same order whenever they are
/// made.</summary>
internal sealed class OneThread : IDisposable
{
    private readonly int _threads = get_num_threads();

    public OneThread() => set_num_threads(1);

    public void Dispose() => set_num_threads(_threads);
}
