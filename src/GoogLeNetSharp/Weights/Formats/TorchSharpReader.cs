using GoogLeNetSharp.Files;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>
/// Reads the structure of files written by TorchSharp's <c>Module.save</c>: a count, then for each entry its name, type, dimensions, sizes
/// and data, with numbers as LEB128. The format has no signature, so it is assumed when no other format matches.
/// </summary>
internal static class TorchSharpReader
{
    private const int LongestName = 4096;

    internal static StoredStateDict Read(ByteSource source, WorkBudget budget)
    {
        var reader = new ForwardReader(source);
        long count = reader.ReadLeb128();
        if (count > StoredStateDict.MostTensors)
            throw InvalidFile.At(source.Name, 0, $"{count} entries are announced, the limit is {StoredStateDict.MostTensors}");

        var names = new HashSet<string>(StringComparer.Ordinal);
        var tensors = new List<StoredTensor>();
        for (long i = 0; i < count; i++)
        {
            StoredTensor tensor = ReadTensor(reader, budget);
            if (!names.Add(tensor.Name))
                throw InvalidFile.At(source.Name, tensor.Storage.Offset, $"the entry {InvalidFile.Quote(tensor.Name)} comes twice");
            tensors.Add(tensor);
        }

        if (reader.Remaining > 0)
            throw InvalidFile.At(source.Name, reader.Position, $"{reader.Remaining} bytes follow the last of {count} entries");
        return new StoredStateDict(source, StateDictFormat.TorchSharp, tensors);
    }

    private static StoredTensor ReadTensor(ForwardReader reader, WorkBudget budget)
    {
        string file = reader.Source.Name;
        long start = reader.Position;
        long nameLength = reader.ReadLeb128();
        if (nameLength > LongestName) throw InvalidFile.At(file, start, $"a name of {nameLength} bytes, the limit is {LongestName}");
        string name = reader.ReadUtf8(nameLength);
        budget.Text(name);

        long typeAt = reader.Position;
        long code = reader.ReadLeb128();
        ElementType element = (code <= sbyte.MaxValue ? ElementType.Find((ScalarType)code) : null)
            ?? throw InvalidFile.At(file, typeAt, $"entry {InvalidFile.Quote(name)} has the unknown type {code}");

        long shapeAt = reader.Position;
        long dimensions = reader.ReadLeb128();
        if (dimensions > StoredTensor.MostDimensions)
        {
            throw InvalidFile.At(
                file,
                shapeAt,
                $"entry {InvalidFile.Quote(name)} has {dimensions} dimensions, at most {StoredTensor.MostDimensions} are allowed");
        }

        budget.Tensor(dimensions);
        long[] shape = new long[dimensions];
        for (int i = 0; i < dimensions; i++) shape[i] = reader.ReadLeb128();
        if (StoredTensor.ShapeError(shape, element.Size) is string error)
            throw InvalidFile.At(file, shapeAt, $"entry {InvalidFile.Quote(name)}: {error}");

        long bytes = shape.Aggregate((long)element.Size, (product, size) => product * size);
        var storage = new StorageRange("entry", name, reader.Position, bytes) { IsBool = element.IsBool };
        reader.Skip(bytes);
        return new StoredTensor(name, element, shape, StoredTensor.ContiguousStrides(shape), 0, storage);
    }
}
