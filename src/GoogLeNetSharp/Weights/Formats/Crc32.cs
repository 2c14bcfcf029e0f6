using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>
/// The checksum of zip archives. Every byte of a checkpoint goes through it, so x86 processors fold 64 bytes at a time with carry-less multiplications
/// (Gopal et al. 2009, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction"); elsewhere SharpZipLib computes it.
/// </summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xedb88320;
    private const int Block = 64;

    private static readonly uint[] Table =
        [.. Enumerable.Range(0, 256).Select(b => Enumerable.Range(0, 8).Aggregate((uint)b, (r, _) => (r >> 1) ^ (Polynomial * (r & 1))))];

    private readonly ICSharpCode.SharpZipLib.Checksum.Crc32? _portable = Pclmulqdq.IsSupported ? null : new();
    private uint _register = uint.MaxValue;

    internal uint Value => _portable is null ? ~_register : (uint)_portable.Value;

    internal void Update(ArraySegment<byte> bytes)
    {
        if (_portable is not null)
        {
            _portable.Update(bytes);
            return;
        }

        ReadOnlySpan<byte> rest = bytes;
        if (rest.Length >= Block)
        {
            int folded = rest.Length / Block * Block;
            _register = Fold(_register, MemoryMarshal.Cast<byte, Vector128<ulong>>(rest[..folded]));
            rest = rest[folded..];
        }

        _register = Append(_register, rest);
    }

    // Optimised at once: the tiers of the run-time compiler would take a whole checkpoint to get there.
    // Four lanes of 16 bytes, each moved forward by 64 bytes a step. The constants are x^(512+32), x^(512-32) and x^(128+32), x^(128-32) modulo the
    // polynomial, bits reflected.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(uint register, ReadOnlySpan<Vector128<ulong>> data)
    {
        Vector128<ulong> by64 = Vector128.Create(0x154442bd4UL, 0x1c6e41596UL), by16 = Vector128.Create(0x1751997d0UL, 0x0ccaa009eUL);
        Vector128<ulong> a = data[0] ^ Vector128.Create((ulong)register, 0), b = data[1], c = data[2], d = data[3];
        for (int i = 4; i < data.Length; i += 4)
        {
            a = Step(a, by64) ^ data[i];
            b = Step(b, by64) ^ data[i + 1];
            c = Step(c, by64) ^ data[i + 2];
            d = Step(d, by64) ^ data[i + 3];
        }

        // What is left has the checksum of all that went before.
        Vector128<ulong> left = Step(Step(Step(a, by16) ^ b, by16) ^ c, by16) ^ d;
        Span<byte> bytes = stackalloc byte[Vector128<byte>.Count];
        left.AsByte().CopyTo(bytes);
        return Append(0, bytes);
    }

    private static Vector128<ulong> Step(Vector128<ulong> lane, Vector128<ulong> power) =>
        Pclmulqdq.CarrylessMultiply(lane, power, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, power, 0x11);

    private static uint Append(uint register, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes) register = (register >> 8) ^ Table[(byte)register ^ b];
        return register;
    }
}
