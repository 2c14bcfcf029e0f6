using System.Numerics;
using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Pickle;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>
/// Reads the structure of files written by <c>torch.save</c> before PyTorch 1.6: five pickles (signature, version, system, object, storage
/// keys), then the element count and bytes of each storage.
/// </summary>
internal static class LegacyCheckpointReader
{
    private const byte ProtoOpcode = (byte)PickleOpcode.Proto;
    private const long Version = 1001;

    private static readonly BigInteger Signature =
        BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    internal static bool Recognises(ReadOnlySpan<byte> start) => start.Length > 1 && start[0] == ProtoOpcode && start[1] is >= 2 and <= 5;

    internal static StoredStateDict Read(ByteSource source, WorkBudget budget, string? key)
    {
        var reader = new ForwardReader(source);
        if (Unpickler.Load(reader, budget).Value is not BigInteger signature || signature != Signature)
            throw InvalidFile.At(source.Name, 0, $"a pickle, but not one of torch.save: its signature is missing");
        if (Unpickler.Load(reader, budget).Value is not Version)
            throw InvalidFile.At(source.Name, reader.Position, $"the protocol version is not {Version}");
        if (Unpickler.Load(reader, budget).Value is not PickleDict system || !system.Items.TryGetValue("little_endian", out object? little)
            || little is not true)
        {
            throw InvalidFile.At(source.Name, reader.Position, $"the file was not written by a little-endian machine");
        }

        UnpickledValue root = Unpickler.Load(reader, budget);
        if (Unpickler.Load(reader, budget).Value is not PickleList keys)
            throw InvalidFile.At(source.Name, reader.Position, $"the list of storage keys is missing");

        Dictionary<string, StorageRange> storages = ReadStorages(reader, keys.Items, root.Storages);
        var stateDict = new PickledStateDict(source.Name, storages, budget);
        return new StoredStateDict(source, StateDictFormat.PyTorchLegacy, stateDict.Resolve(root.Value, key));
    }

    private static Dictionary<string, StorageRange> ReadStorages(
        ForwardReader reader, IReadOnlyList<object?> keys, IReadOnlyDictionary<string, PickledStorage> pickled)
    {
        string file = reader.Source.Name;
        var storages = new Dictionary<string, StorageRange>(StringComparer.Ordinal);
        foreach (object? item in keys)
        {
            if (item is not string key || !pickled.TryGetValue(key, out PickledStorage? storage) || storages.ContainsKey(key))
            {
                string found = item is string text ? InvalidFile.Quote(text) : PickleStack.Describe(item);
                throw InvalidFile.At(file, reader.Position, $"the list of storage keys holds {found}, which is unknown or there twice");
            }

            long at = reader.Position;
            long count = reader.ReadInt64();
            if (count != storage.Count)
            {
                throw InvalidFile.At(file, at,
                    $"storage {InvalidFile.Quote(key)} has {count} elements, but the pickle says {storage.Count}");
            }

            long bytes = count * storage.Element.Size;
            storages.Add(key, new StorageRange("storage", key, reader.Position, bytes) { IsBool = storage.Element.IsBool });
            reader.Skip(bytes);
        }

        if (pickled.Keys.FirstOrDefault(key => !storages.ContainsKey(key)) is string missing)
        {
            throw InvalidFile.At(
                file, reader.Position,
                $"the pickle refers to the storage {InvalidFile.Quote(missing)}, which the list of storage keys lacks");
        }

        if (reader.Remaining > 0) throw InvalidFile.At(file, reader.Position, $"{reader.Remaining} bytes follow the last storage");
        return storages;
    }
}
