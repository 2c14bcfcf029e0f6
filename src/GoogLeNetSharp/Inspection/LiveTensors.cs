using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>
/// The memory of the tensors seen during a run and not yet disposed, and the most it ever was. It holds the managed objects alone: what
/// the model disposes is freed.
/// </summary>
internal sealed class LiveTensors
{
    private readonly List<Held> _held = [];
    private long _bytes;

    /// <summary>Most bytes held at one time.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Takes note of a tensor that came to be since the last <see cref="Purge"/>.</summary>
    /// <returns>Its bytes, or 0 where its memory is that of a tensor already noted.</returns>
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

    /// <summary>Forgets what was disposed. Memory is freed with the last tensor on it.</summary>
    public void Purge()
    {
        if (_held.RemoveAll(held => held.Tensor.IsInvalid) > 0) _bytes = _held.DistinctBy(held => held.Address).Sum(held => held.Bytes);
    }

    private readonly record struct Held(Tensor Tensor, nint Address, long Bytes);
}
