using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>
/// Limits the work that a file may cause before its data is read: memory for its descriptions, and bytes of text hashed. Both limits depend
/// on the file's length and have an absolute maximum, so that a small file with a huge description is rejected while it is read.
/// </summary>
/// <remarks>
/// A description is a header entry, a pickled object or a tensor made from either. Including buffers, their memory stays below 4 x the file
/// + 64 MB.
/// </remarks>
internal sealed class WorkBudget(ByteSource source)
{
    private const long FreeMemory = 32 << 20;
    private const long MemoryPerByte = 3;
    private const long MostMemory = 320_000_000;
    private const long FreeHashed = 64 << 20;
    private const long HashedPerByte = 8;
    private const long MostHashed = 1_000_000_000;

    // a tensor's description, its list entries and finally its native object; measured, rounded up
    private const long TensorBytes = 1000;
    private const long TensorBytesPerDimension = 40;
    private const long DictionaryEntryBytes = 100;
    private const long TextBytes = 24;

    private readonly long _memoryLimit = Limit(source.Length, FreeMemory, MemoryPerByte, MostMemory);
    private readonly long _hashLimit = Limit(source.Length, FreeHashed, HashedPerByte, MostHashed);
    private long _memory, _hashed;

    /// <summary>Charges the given number of bytes of memory.</summary>
    internal void Memory(long bytes)
    {
        _memory += bytes;
        if (_memory <= _memoryLimit) return;
        throw InvalidFile.At(
            source.Name, "description",
            $"what the file describes takes more than {_memoryLimit} bytes of memory, the limit for a file of {source.Length} bytes");
    }

    /// <summary>Charges the memory of a text.</summary>
    internal void Text(string text) => Memory(TextBytes + (sizeof(char) * (long)text.Length));

    /// <summary>Charges the memory of a tensor besides its name and data, here and in libtorch.</summary>
    internal void Tensor(long dimensions) => Memory(TensorBytes + (TensorBytesPerDimension * dimensions));

    /// <summary>Charges a dictionary entry and the hashing of its key.</summary>
    internal void Entry(object key)
    {
        Memory(DictionaryEntryBytes);
        Hash(key as string);
    }

    /// <summary>Charges the hashing or comparison of a text.</summary>
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
