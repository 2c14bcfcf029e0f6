using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>
/// How much work one file may cause before its data is read: memory for what it describes, and bytes of text hashed. Both follow from its
/// length and are bounded absolutely, so that a file that says much in few bytes is refused while it is read.
/// </summary>
/// <remarks>
/// A description is a header's entry, a pickle's object or a tensor made of either. With the buffers, what they take stays below 4 x the
/// file + 64 MB.
/// </remarks>
internal sealed class WorkBudget(ByteSource source)
{
    private const long FreeMemory = 32 << 20;
    private const long MemoryPerByte = 3;
    private const long MostMemory = 320_000_000;
    private const long FreeHashed = 64 << 20;
    private const long HashedPerByte = 8;
    private const long MostHashed = 1_000_000_000;

    // A tensor is a description, an entry in the lists that are made of them, and in the end a native object; measured, rounded up.
    private const long TensorBytes = 1000;
    private const long TensorBytesPerDimension = 40;
    private const long DictionaryEntryBytes = 100;
    private const long TextBytes = 24;

    private readonly long _memoryLimit = Limit(source.Length, FreeMemory, MemoryPerByte, MostMemory);
    private readonly long _hashLimit = Limit(source.Length, FreeHashed, HashedPerByte, MostHashed);
    private long _memory, _hashed;

    /// <summary>Takes memory of this many bytes.</summary>
    internal void Memory(long bytes)
    {
        _memory += bytes;
        if (_memory <= _memoryLimit) return;
        throw InvalidFile.At(
            source.Name, "description",
            $"what the file describes takes more than {_memoryLimit} bytes of memory, the limit for a file of {source.Length} bytes");
    }

    /// <summary>Takes the memory of a text that has been read.</summary>
    internal void Text(string text) => Memory(TextBytes + (sizeof(char) * (long)text.Length));

    /// <summary>Takes what a tensor costs besides its name and its data, here and in libtorch.</summary>
    internal void Tensor(long dimensions) => Memory(TensorBytes + (TensorBytesPerDimension * dimensions));

    /// <summary>Takes an entry of a dictionary and the work of hashing its key.</summary>
    internal void Entry(object key)
    {
        Memory(DictionaryEntryBytes);
        Hash(key as string);
    }

    /// <summary>Takes the work of hashing or comparing a text.</summary>
    internal void Hash(string? text)
    {
        _hashed += text?.Length ?? 0;
        if (_hashed <= _hashLimit) return;
        throw InvalidFile.At(
            source.Name, "description",
            $"reading it hashes more than {_hashLimit} characters of names, the limit for a file of {source.Length} bytes");
    }

    private static long Limit(long length, long free, long perByte, long most) => (long)Int128.Min(most, free + ((Int128)perByte * length));
}
