using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>A tensor described by a header: a view of a storage, validated to lie inside it.</summary>
internal sealed record StoredTensor(
    string Name, ElementType Element, long[] Shape, long[] Strides, long StorageOffset, StorageRange Storage)
{
    // the limit of libtorch's element-wise kernels, including copy_
    internal const int MostDimensions = 64;

    internal long ElementCount => Shape.Aggregate(1L, (product, size) => product * size);

    internal long ByteCount => ElementCount * Element.Size;

    internal bool IsContiguous =>
        Shape.Contains(0) || Shape.Zip(Strides, ContiguousStrides(Shape)).All(d => d.First == 1 || d.Second == d.Third);

    /// <summary>First byte of the view in its storage.</summary>
    internal long ByteOffset => StorageOffset * Element.Size;

    /// <summary>First byte of the storage after the last element of the view.</summary>
    internal long ByteEnd => ElementCount == 0
        ? ByteOffset
        : ByteOffset + ((1 + Shape.Zip(Strides, (size, stride) => (size - 1) * stride).Sum()) * Element.Size);

    /// <summary>The dimensions ordered by decreasing stride, which is the order of the elements in the storage.</summary>
    internal int[] StorageOrder => [.. Enumerable.Range(0, Shape.Length).OrderByDescending(d => Strides[d])];

    /// <summary>Whether elements interleave or overlap, other than by a stride of 0.</summary>
    internal bool Overlaps
    {
        get
        {
            long inner = 0;
            foreach (int d in StorageOrder.Reverse())
            {
                if (Shape[d] < 2) continue;
                if (Strides[d] != 0 && Strides[d] <= inner) return true;
                inner += (Shape[d] - 1) * Strides[d];
            }

            return false;
        }
    }

    internal TensorInfo ToInfo() => new(Name, Element.Type, Array.AsReadOnly(Shape), ByteCount);

    internal static long[] ContiguousStrides(long[] shape)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(1, shape[i]);
        }

        return strides;
    }

    /// <summary>Returns why the shape is invalid, or null. If null, every product over the shape fits into 64 bits.</summary>
    internal static string? ShapeError(IReadOnlyList<long> shape, int elementSize)
    {
        if (shape.Count > MostDimensions)
        {
            return FormattableString.Invariant($"{shape.Count} dimensions, at most {MostDimensions} are allowed");
        }
        Int128 bytes = elementSize;
        foreach (long size in shape)
        {
            if (size < 0) return $"the shape {InvalidFile.Shape(shape)} has a negative size";
            bytes *= Math.Max(1, size);
            if (bytes > long.MaxValue) return $"the shape {InvalidFile.Shape(shape)} has more elements than 64 bits can count";
        }

        return null;
    }

    /// <summary>Returns why the view does not lie inside a storage of the given number of elements, or null. Requires a valid
    /// shape.</summary>
    internal static string? ViewError(long[] shape, long[] strides, long offset, long storageElements)
    {
        if (strides.Length != shape.Length)
            return FormattableString.Invariant($"{strides.Length} strides for {shape.Length} dimensions");
        if (strides.Any(stride => stride < 0)) return $"the strides {InvalidFile.Shape(strides)} have a negative one";
        Int128 last = offset;
        for (int i = 0; i < shape.Length; i++) last += (Int128)Math.Max(0, shape[i] - 1) * strides[i];
        if (shape.Contains(0)) last = (Int128)offset - 1;
        if (offset < 0 || last >= storageElements)
        {
            string view = FormattableString.Invariant(
                $"shape {InvalidFile.Shape(shape)}, strides {InvalidFile.Shape(strides)}, offset {offset}");
            return FormattableString.Invariant($"{view} reach beyond the {storageElements} elements of the storage");
        }

        return null;
    }
}
