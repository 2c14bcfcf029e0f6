using System.Runtime.InteropServices;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>Memory on Linux between two pages that nobody may read or write: a step over its edge ends the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ReadAndWrite = 3, PrivateAnonymous = 0x22;

    private readonly byte* _pages;
    private readonly nuint _length;

    /// <summary>That many bytes which begin after the first such page, or end before the second.</summary>
    internal GuardedMemory(long bytes, bool atEnd)
    {
        var page = Environment.SystemPageSize;
        var inner = (bytes + page - 1) / page * page;
        _length = (nuint)(inner + (2 * page));
        _pages = mmap(null, _length, ReadAndWrite, PrivateAnonymous, -1, 0);
        if ((nint)_pages == -1 || mprotect(_pages, (nuint)page, 0) != 0 || mprotect(_pages + page + inner, (nuint)page, 0) != 0)
            throw new InvalidOperationException("mmap or mprotect failed.");
        Address = _pages + page + (atEnd ? inner - bytes : 0);
    }

    internal byte* Address { get; }

    public void Dispose() => _ = munmap(_pages, _length);

    [LibraryImport("libc")]
    private static partial byte* mmap(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    private static partial int mprotect(void* address, nuint length, int protection);

    [LibraryImport("libc")]
    private static partial int munmap(void* address, nuint length);
}
