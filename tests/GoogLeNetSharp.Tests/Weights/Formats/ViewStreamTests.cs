using System.IO.Compression;
using GoogLeNetSharp.Weights.Formats;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights.Formats;

/// <summary>Views read out of storages that are much longer than the view.</summary>
public sealed class ViewStreamTests
{
    private const int StorageElements = 20_000;

    private static readonly ElementType Int32 = ElementType.Find(ScalarType.Int32)!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    internal void Load_RandomViews_HaveTheElementsThatStridesAndOffsetName(bool deflated)
    {
        byte[] storage = [.. Enumerable.Range(0, StorageElements).SelectMany(BitConverter.GetBytes)];
        byte[] file = deflated ? Deflate(storage) : storage;
        var source = new ByteSource(new MemoryStream(file), "stream");
        var range = new StorageRange("storage", "s", 0, storage.Length) { DeflatedLength = deflated ? file.Length : null };
        var random = new Random(20140917);
        int seen = 0;
        while (seen < 300)
        {
            long[] shape = [.. Enumerable.Range(0, random.Next(5)).Select(_ => (long)random.Next(1, 9))];
            long[] strides = [.. shape.Select(_ => random.Next(4) == 0 ? 0L : random.Next(1, 1 << random.Next(1, 12)))];
            var view = new StoredTensor("w", Int32, shape, strides, random.Next(2_000), range);
            if (view.ByteEnd > storage.Length || (deflated && view.Overlaps)) continue;

            seen++;
            using Tensor loaded = TensorMemory.Load(source, view);
            using Tensor dense = loaded.contiguous();
            loaded.shape.Should().Equal(shape);
            dense.data<int>().ToArray().Should()
                .Equal(Elements(view), $"shape {string.Join(",", shape)} strides {string.Join(",", strides)}");
        }
    }

    [Fact]
    internal void Load_FewElementsOfALongStorage_ReadsAndHoldsOnlyThose()
    {
        using var stream = new SparseStream(1L << 50, []);
        var view = new StoredTensor("w", Int32, [3, 2], [1L << 40, 1L << 30], 0, new StorageRange("storage", "s", 0, 1L << 50));
        using Tensor loaded = TensorMemory.Load(new ByteSource(stream, "stream"), view);
        loaded.shape.Should().Equal(3, 2);
        stream.BytesRead.Should().BeLessThan(6 * 20_000);
    }

    private static IEnumerable<int> Elements(StoredTensor view)
    {
        IEnumerable<long> places = [view.StorageOffset];
        foreach ((long size, long stride) in view.Shape.Zip(view.Strides))
            places = [.. places.SelectMany(place => Enumerable.Range(0, (int)size).Select(i => place + (i * stride)))];
        return places.Select(place => (int)place);
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest)) deflate.Write(bytes);
        return packed.ToArray();
    }
}
