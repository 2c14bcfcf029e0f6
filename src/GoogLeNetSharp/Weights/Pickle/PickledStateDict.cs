using GoogLeNetSharp.Weights.Formats;

namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>Finds the state dict in what a checkpoint's pickle describes, and turns its tensors into checked views of their storages.</summary>
internal static class PickledStateDict
{
    // Where training scripts keep the weights beside epoch, optimiser and the like.
    private static readonly string[] NestedUnder = ["state_dict", "model"];

    internal static IReadOnlyList<StoredTensor> Resolve(string file, object? value, IReadOnlyDictionary<string, StorageRange> storages) =>
        [.. Find(file, value).Items.Select(entry => ToTensor(file, entry.Key, entry.Value, storages))];

    private static PickleDict Find(string file, object? value)
    {
        if (value is not PickleDict root) throw InvalidFile.At(file, "state dict", $"the file holds {PickleStack.Describe(value)}, not a dict");
        foreach (string key in NestedUnder)
        {
            if (root.Items.TryGetValue(key, out object? nested) && nested is PickleDict dict) return dict;
        }

        return root;
    }

    private static StoredTensor ToTensor(string file, object key, object? value, IReadOnlyDictionary<string, StorageRange> storages)
    {
        if (key is not string name)
            throw InvalidFile.At(file, "state dict", $"the key {key} is a number where the name of a tensor belongs");
        string place = "tensor " + InvalidFile.Quote(name);
        if (value is not PickledTensor tensor) throw InvalidFile.At(file, place, $"{PickleStack.Describe(value)} where a tensor belongs");

        PickledStorage storage = tensor.Storage;
        if (StoredTensor.ShapeError(tensor.Shape, storage.Element.Size) is string shapeError) throw InvalidFile.At(file, place, $"{shapeError}");
        if (StoredTensor.ViewError(tensor.Shape, tensor.Strides, tensor.Offset, storage.ViewCount) is string viewError)
            throw InvalidFile.At(file, place, $"{viewError}");
        (long[] strides, long offset) = Plain(tensor);
        return new StoredTensor(name, storage.Element, tensor.Shape, strides, storage.ViewOffset + offset, storages[storage.Key]);
    }

    // Strides that are never followed (of sizes 0 and 1) may be any number in a file; libtorch gets ones that cannot overflow.
    private static (long[] Strides, long Offset) Plain(PickledTensor tensor)
    {
        long[] contiguous = StoredTensor.ContiguousStrides(tensor.Shape);
        if (tensor.Shape.Contains(0)) return (contiguous, 0);
        return ([.. tensor.Strides.Select((stride, i) => tensor.Shape[i] == 1 ? contiguous[i] : stride)], tensor.Offset);
    }
}
