using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>Moves bytes between files and the memory of tensors without a managed copy between them.</summary>
internal static class TensorMemory
{
    // Small enough for progress and cancellation to be prompt, large enough not to cost anything.
    private const long ChunkBytes = 16 << 20;

    internal delegate void ChunkAction(Span<byte> chunk);

    /// <summary>Visits the elements of a contiguous tensor in CPU memory, in order.</summary>
    internal static void ForEachChunk(Tensor tensor, ChunkAction action)
    {
        long count = tensor.numel();
        long elements = Math.Max(1, ChunkBytes / tensor.element_size());
        if (count <= elements)
        {
            if (count > 0) action(tensor.bytes);
            return;
        }

        using Tensor detached = tensor.detach();
        using Tensor flat = detached.view(-1);
        for (long start = 0; start < count; start += elements)
        {
            using Tensor chunk = flat.narrow(0, start, Math.Min(elements, count - start));
            action(chunk.bytes);
        }
    }

    /// <summary>Fills a contiguous tensor in CPU memory with bytes of a storage.</summary>
    internal static void Fill(Tensor tensor, ByteSource source, StorageRange storage, long from)
    {
        using var stream = new StorageStream(source, storage, from);
        ForEachChunk(tensor, stream.Fill);
    }

    /// <summary>A new tensor with the elements a view spans, and no more of its storage than that.</summary>
    internal static Tensor Load(ByteSource source, StoredTensor stored)
    {
        Tensor flat = empty(stored.ElementSpan, dtype: stored.Element.Type);
        try
        {
            Fill(flat, source, stored.Storage, stored.ByteOffset);
            return flat.as_strided(stored.Shape, stored.Strides);
        }
        finally
        {
            flat.Dispose();
        }
    }
}
