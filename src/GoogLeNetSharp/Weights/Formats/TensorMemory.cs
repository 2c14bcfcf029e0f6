using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>Moves bytes between files and tensor memory without an intermediate managed copy.</summary>
internal static class TensorMemory
{
    // small enough for prompt progress and cancellation, large enough to have no cost
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
        using var stream = new StorageStream(source, storage);
        stream.MoveTo(from);
        ForEachChunk(tensor, stream.Fill);
    }

    /// <summary>Creates a tensor with the elements of a view only, not of its whole storage.</summary>
    internal static Tensor Load(ByteSource source, StoredTensor stored)
    {
        // dense memory in file order, viewed through strides in the order of the view
        int[] order = stored.StorageOrder;
        long[] strides = new long[order.Length];
        foreach ((int dimension, long stride) in order.Zip(StoredTensor.ContiguousStrides([.. order.Select(d => stored.Shape[d])])))
        {
            strides[dimension] = stride;
        }

        using var view = new ViewStream(source, stored);
        using Tensor dense = empty(stored.ElementCount, dtype: stored.Element.Type);
        ForEachChunk(dense, view.Fill);
        return dense.as_strided(stored.Shape, strides);
    }
}
