using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>
/// Shares the items of a job among workers, each with a range of neighbouring ones and memory of its own. The memory is allocated by the
/// caller before any thread starts: an exception cannot leave a function that native threads call.
/// </summary>
internal readonly unsafe struct WorkerMemory : IDisposable
{
    private const int CacheLine = 64;

    private readonly long _items;
    private readonly nuint _bytes;
    private readonly byte* _memory;

    /// <summary>As many workers as the calling thread's libtorch has threads, and no more than items.</summary>
    /// <param name="items">Items of the job.</param>
    /// <param name="bytes">Bytes of memory of each worker.</param>
    /// <exception cref="OutOfMemoryException">There is no such memory.</exception>
    public WorkerMemory(long items, long bytes)
    {
        _items = items;
        Workers = Math.Min(items, get_num_threads());
        _bytes = (nuint)Rounding.Up(bytes, CacheLine);
        _memory = (byte*)NativeMemory.AlignedAlloc(checked((nuint)Workers * _bytes), CacheLine);
    }

    /// <summary>The number of workers.</summary>
    public long Workers { get; }

    /// <summary>A worker's memory, aligned to a line of cache.</summary>
    public byte* Of(long worker) => _memory + ((nuint)worker * _bytes);

    /// <summary>A worker's items.</summary>
    public (long From, long To) Items(long worker)
    {
        var share = Rounding.Ceiling(_items, Workers);
        return (Math.Min(worker * share, _items), Math.Min((worker + 1) * share, _items));
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
