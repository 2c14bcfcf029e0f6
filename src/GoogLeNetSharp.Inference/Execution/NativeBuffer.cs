using System.Runtime.InteropServices;

namespace GoogLeNetSharp.Inference.Execution;

/// <summary>A block of floats outside the managed heap, aligned to a cache line.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private const int Alignment = 64;

    /// <summary>Allocates a block; its contents are undefined.</summary>
    /// <exception cref="OutOfMemoryException">Memory is insufficient.</exception>
    /// <exception cref="OverflowException">The block exceeds 2^63 - 1 bytes.</exception>
    public NativeBuffer(long length)
    {
        Length = length;
        Address = (float*)NativeMemory.AlignedAlloc((nuint)checked(Math.Max(1, length) * sizeof(float)), Alignment);
    }

    ~NativeBuffer() => Free();

    /// <summary>Length in floats; 0 after <see cref="Dispose"/>.</summary>
    public long Length { get; private set; }

    /// <summary>Address of the first float; null after <see cref="Dispose"/>.</summary>
    public float* Address { get; private set; }

    /// <summary>Fills the block with zeros.</summary>
    public void Clear() => NativeMemory.Clear(Address, (nuint)(Length * sizeof(float)));

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Address);
        Address = null;
        Length = 0;
    }
}
