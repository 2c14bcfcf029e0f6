using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Formats;

namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>Finds the state dict in an unpickled checkpoint and converts its tensors to validated views of their storages.</summary>
internal sealed class PickledStateDict(string file, IReadOnlyDictionary<string, StorageRange> storages, WorkBudget budget)
{
    private const string Place = "state dict";
    private const int MostKeysInMessage = 20;

    // Keys of training scripts for the weights, beside the epoch, optimizer state and so on. The first that holds tensors is used.
    private static readonly string[] UsualKeys = ["state_dict", "model_state_dict", "model", "net", "state_dict_ema"];

    /// <summary>Gets the tensors of the state dict under <paramref name="key"/>, or searches for the state dict if the key is
    /// null.</summary>
    internal IReadOnlyList<StoredTensor> Resolve(object? value, string? key)
    {
        if (value is not PickleDict root) throw InvalidFile.At(file, Place, $"the file holds {PickleStack.Describe(value)}, not a dict");
        PickleDict found = key is null ? Find(root) : At(root, key);
        return [.. found.Items.Select(entry => ToTensor(entry.Key, entry.Value))];
    }

    private PickleDict At(PickleDict root, string key)
    {
        if (!root.Items.TryGetValue(key, out object? value))
            throw InvalidFile.At(file, Place, $"the key {InvalidFile.Quote(key)} is not there; the file has {Keys(root)}");
        return value as PickleDict
            ?? throw InvalidFile.At(file, Place,
                $"under {InvalidFile.Quote(key)} is {PickleStack.Describe(value)}, not a dict; the file has {Keys(root)}");
    }

    private PickleDict Find(PickleDict root)
    {
        PickleDict[] usual = [.. UsualKeys.Select(key => root.Items.GetValueOrDefault(key)).OfType<PickleDict>()];
        if (usual.FirstOrDefault(dict => dict.HoldsTensor) is PickleDict known) return known;
        PickleDict[] holders = [.. root.Items.Values.OfType<PickleDict>().Where(dict => dict.HoldsTensor).Take(2)];
        if (holders.Length == 0 && root.HoldsTensor) return root;
        if (holders.Length == 1 && !root.HoldsTensor) return holders[0];
        if (usual.Length > 0) return usual[0];
        if (!root.Items.Values.OfType<PickleDict>().Any()) return root;
        string cause = holders.Length > 0 ? "more than one may be it" : "no dict of tensors is found";
        throw InvalidFile.At(file, Place, $"{cause}; the file has {Keys(root)}: name one with {nameof(LoadWeightsOptions.StateDictKey)}");
    }

    private static string Keys(PickleDict root)
    {
        string keys = string.Join(", ", root.Items.Keys.Take(MostKeysInMessage)
            .Select(key => key is string text ? InvalidFile.Quote(text) : FormattableString.Invariant($"{key}")));
        if (root.Items.Count > MostKeysInMessage) keys += FormattableString.Invariant($" and {root.Items.Count - MostKeysInMessage} more");
        return root.Items.Count == 0 ? "no keys" : "the keys " + keys;
    }

    private StoredTensor ToTensor(object key, object? value)
    {
        if (key is not string name)
            throw InvalidFile.At(file, Place, $"the key {key} is a number where the name of a tensor belongs");
        if (value is not PickledTensor tensor) throw Error(name, $"{PickleStack.Describe(value)} where a tensor belongs");

        budget.Tensor(tensor.Shape.Length);
        PickledStorage storage = tensor.Storage;
        if (StoredTensor.ShapeError(tensor.Shape, storage.Element.Size) is string shapeError) throw Error(name, $"{shapeError}");
        if (StoredTensor.ViewError(tensor.Shape, tensor.Strides, tensor.Offset, storage.ViewCount) is string viewError)
        {
            throw Error(name, $"{viewError}");
        }
        (long[] strides, long offset) = Plain(tensor);
        budget.Hash(storage.Key);
        return new StoredTensor(name, storage.Element, tensor.Shape, strides, storage.ViewOffset + offset, storages[storage.Key]);
    }

    private InvalidDataException Error(string name, FormattableString cause) =>
        InvalidFile.At(file, "tensor " + InvalidFile.Quote(name), cause);

    // Strides of dimensions of size 0 and 1 are unused and arbitrary in a file; libtorch receives values that cannot overflow.
    private static (long[] Strides, long Offset) Plain(PickledTensor tensor)
    {
        long[] contiguous = StoredTensor.ContiguousStrides(tensor.Shape);
        if (tensor.Shape.Contains(0)) return (contiguous, 0);
        return ([.. tensor.Strides.Select((stride, i) => tensor.Shape[i] == 1 ? contiguous[i] : stride)], tensor.Offset);
    }
}
