using System.Buffers;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Onnx;

/// <summary>
/// The bytes of a contiguous CPU tensor as memory, so that they go to the file from where they are. The tensor stays the caller's and must
/// outlive it.
/// </summary>
internal sealed class TensorMemory(Tensor tensor) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => tensor.bytes;

    // Native memory does not move.
    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        fixed (byte* start = tensor.bytes) return new MemoryHandle(start + elementIndex);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
