using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GoogLeNetSharp.Inference;

/// <summary>bfloat16: the upper half of a float32, rounded to the nearest, ties to even.</summary>
internal readonly unsafe struct BFloat16Number : IMapNumber
{
    private const int LowerBits = 16;

    public static int Size => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* from) =>
        Vector512.ShiftLeft(Avx512F.ConvertToVector512UInt32(Vector256.Load((ushort*)from)), LowerBits).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, byte* to)
    {
        var bits = values.AsUInt32();
        var odd = Vector512.ShiftRightLogical(bits, LowerBits) & Vector512<uint>.One;
        var rounded = bits + Vector512.Create(0x7fffu) + odd;
        // Rounding could carry a NaN over into another number.
        var kept = Vector512.ConditionalSelect(Vector512.IsNaN(values).AsUInt32(), Vector512.Create(0x7fc00000u), rounded);
        Avx512F.ConvertToVector256UInt16(Vector512.ShiftRightLogical(kept, LowerBits)).Store((ushort*)to);
    }
}
