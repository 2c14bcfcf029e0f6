using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>
/// Tracks the current and peak memory of the tensors seen during a run and not yet disposed. It holds references to managed objects only,
/// so disposing a tensor still frees its memory.
/// </summary>
internal sealed class LiveTensors
{
    private readonly List<Held> _held = [];
    private long _bytes;

    /// <summary>Peak memory in bytes.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Records a tensor created since the last <see cref="Purge"/>.</summary>
    /// <returns>Its bytes, or 0 if it shares memory with a recorded tensor.</returns>
    public long Add(Tensor tensor)
    {
        var address = Storages.AddressOf(tensor);
        if (address == 0) return 0;
        var known = _held.Exists(held => held.Address == address);
        var bytes = Storages.BytesOf(tensor);
        _held.Add(new Held(tensor, address, bytes));
        if (known) return 0;
        _bytes += bytes;
        PeakBytes = Math.Max(PeakBytes, _bytes);
        return bytes;
    }

    /// <summary>Removes disposed tensors. Memory is freed with the last tensor that uses it.</summary>
    public void Purge()
    {
        if (_held.RemoveAll(held => held.Tensor.IsInvalid) > 0) _bytes = _held.DistinctBy(held => held.Address).Sum(held => held.Bytes);
    }

    private readonly record struct Held(Tensor Tensor, nint Address, long Bytes);
}
