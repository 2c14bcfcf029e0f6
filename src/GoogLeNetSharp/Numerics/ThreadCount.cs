using static TorchSharp.torch;

namespace GoogLeNetSharp.Numerics;

/// <summary>libtorch's thread count for the calling thread, put back at the end.</summary>
internal readonly struct ThreadCount : IDisposable
{
    private readonly int? _previous;

    public ThreadCount(int? threads)
    {
        var current = get_num_threads();
        if (threads is null || threads == current) return;
        _previous = current;
        set_num_threads(threads.Value);
    }

    public void Dispose()
    {
        if (_previous is { } previous) set_num_threads(previous);
    }
}
