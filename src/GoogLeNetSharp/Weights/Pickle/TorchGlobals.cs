using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Formats;

namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>Implements the permitted globals of a PyTorch pickle.</summary>
internal sealed class TorchGlobals(WorkBudget budget, Func<FormattableString, InvalidDataException> error)
{
    // memory of a tensor without its sizes and of a storage reference
    private const int ObjectBytes = 64;

    private readonly Dictionary<string, PickledStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>All storages referenced by the pickle, by key, without views.</summary>
    internal IReadOnlyDictionary<string, PickledStorage> Storages => _storages;

    /// <summary>Finds a function or storage type by its Python name. Throws for any other name, before it is used.</summary>
    internal object Find(string module, string name) => (module, name) switch
    {
        ("collections", "OrderedDict") => PickleFunction.OrderedDict,
        ("torch._utils", "_rebuild_tensor") => PickleFunction.RebuildTensor,
        ("torch._utils", "_rebuild_tensor_v2") => PickleFunction.RebuildTensorV2,
        ("torch._utils", "_rebuild_parameter") => PickleFunction.RebuildParameter,
        ("torch._utils", "_rebuild_parameter_with_state") => PickleFunction.RebuildParameterWithState,
        ("torch", _) when ElementType.FindStorage(name) is ElementType type => type,
        _ when InertGlobals.Find(module, name) is object inert => inert,
        _ => throw error(
            $"the pickle asks for {InvalidFile.Quote(module + "." + name)}, which a state dict does not need; nothing was run"),
    };

    internal object Call(object? callable, IReadOnlyList<object?> arguments) => callable switch
    {
        PickleFunction.OrderedDict => OrderedDict(arguments),
        PickleFunction.RebuildTensor when arguments.Count == 4 => Tensor(arguments),
        PickleFunction.RebuildTensorV2 when arguments.Count is 6 or 7 => Tensor(arguments),
        PickleFunction.RebuildParameter when arguments.Count == 3 => Parameter(arguments),
        PickleFunction.RebuildParameterWithState when arguments.Count == 4 => Parameter(arguments),
        InertType type => new InertValue(type.Name),
        PickleFunction function => throw error($"{function} is called with {arguments.Count} arguments"),
        _ => throw error($"{PickleStack.Describe(callable)} is called, which is not a function"),
    };

    /// <summary>Reads PyTorch's persistent reference to a storage: ('storage', type, key, location, count[, view]).</summary>
    internal PickledStorage Storage(IReadOnlyList<object?> id)
    {
        if (id.Count is not (5 or 6) || id[0] is not "storage" || id[1] is not ElementType type || id[2] is not string key
            || id[4] is not long count)
        {
            throw error($"a persistent id is not ('storage', type, key, location, count)");
        }

        if (count < 0 || count > long.MaxValue / type.Size) throw error($"the storage {InvalidFile.Quote(key)} has {count} elements");
        var storage = new PickledStorage(key, type, count, 0, count);
        budget.Memory(ObjectBytes);
        budget.Hash(key);
        if (!_storages.TryGetValue(key, out PickledStorage? known))
        {
            budget.Entry(key);
            _storages.Add(key, storage);
        }
        else if (known != storage)
        {
            throw error($"the storage {InvalidFile.Quote(key)} is referred to with two types or sizes");
        }

        if (id.Count == 5 || id[5] is null) return storage;

        // For a view of another storage: its own key, which is not used elsewhere, then offset and length in elements.
        if (id[5] is PickleTuple { Items: [string, long offset, long length] } && offset >= 0 && length >= 0 && offset <= count - length)
            return storage with { ViewOffset = offset, ViewCount = length };
        throw error($"the view of the storage {InvalidFile.Quote(key)} does not lie inside its {count} elements");
    }

    private PickleDict OrderedDict(IReadOnlyList<object?> arguments)
    {
        budget.Memory(ObjectBytes);
        var dict = new PickleDict();
        if (arguments.Count == 0) return dict;

        // Python 2 wrote the items as a list of pairs
        if (arguments is not [PickleList pairs]) throw error($"OrderedDict is called with something that is not a list of pairs");
        foreach (object? pair in pairs.Items)
        {
            (object? key, object? value) = pair switch
            {
                PickleList { Items: [var k, var v] } => (k, v),
                PickleTuple { Items: [var k, var v] } => (k, v),
                _ => throw error($"OrderedDict is called with something that is not a list of pairs"),
            };
            Add(dict, key, value);
        }

        return dict;
    }

    internal void Add(PickleDict dict, object? key, object? value)
    {
        if (key is not (string or long))
        {
            throw error($"{PickleStack.Describe(key)} is the key of a dict, only texts and whole numbers of 64 bits are read");
        }
        budget.Entry(key);
        if (!dict.TryAdd(key, value))
        {
            throw error(
                $"the key {(key is string text ? InvalidFile.Quote(text) : FormattableString.Invariant($"{key}"))} comes twice in a dict");
        }
    }

    private PickledTensor Tensor(IReadOnlyList<object?> arguments)
    {
        if (arguments[0] is not PickledStorage storage || arguments[1] is not long offset)
        {
            string given = $"{PickleStack.Describe(arguments[0])} and {PickleStack.Describe(arguments[1])}";
            throw error($"a tensor is rebuilt from {given}, not from a storage and an offset");
        }

        budget.Memory(ObjectBytes);
        return new PickledTensor(storage, offset, Sizes(arguments[2], "shape"), Sizes(arguments[3], "strides"));
    }

    private PickledTensor Parameter(IReadOnlyList<object?> arguments) =>
        arguments[0] as PickledTensor
            ?? throw error($"a parameter is rebuilt from {PickleStack.Describe(arguments[0])}, not from a tensor");

    private long[] Sizes(object? value, string what)
    {
        if (value is not PickleTuple tuple) throw error($"the {what} of a tensor is not a tuple of whole numbers");
        if (tuple.Items.Count > StoredTensor.MostDimensions)
            throw error($"the {what} of a tensor has {tuple.Items.Count} dimensions, at most {StoredTensor.MostDimensions} are allowed");
        if (tuple.Items.Any(item => item is not long)) throw error($"the {what} of a tensor is not a tuple of whole numbers");
        budget.Memory(ObjectBytes + (sizeof(long) * (long)tuple.Items.Count));
        return [.. tuple.Items.Cast<long>()];
    }
}
