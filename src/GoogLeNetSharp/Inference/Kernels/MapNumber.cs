using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GoogLeNetSharp.Inference;

/// <summary>Reading and writing the last channels of a pixel, which may be fewer than a vector has numbers.</summary>
internal static unsafe class MapNumber<TNumber>
    where TNumber : struct, IMapNumber
{
    /// <summary>Reads up to 16 numbers; the others are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* from, long count) => count >= MatrixTile.Lanes ? TNumber.Load(from) : LoadPart(from, count);

    /// <summary>Writes up to 16 numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, byte* to, long count)
    {
        if (count >= MatrixTile.Lanes) TNumber.Store(values, to);
        else StorePart(values, to, count);
    }

    private static Vector512<float> LoadPart(byte* from, long count)
    {
        var part = stackalloc byte[MatrixTile.Lanes * sizeof(float)];
        new Span<byte>(part, MatrixTile.Lanes * sizeof(float)).Clear();
        Buffer.MemoryCopy(from, part, count * TNumber.Size, count * TNumber.Size);
        return TNumber.Load(part);
    }

    private static void StorePart(Vector512<float> values, byte* to, long count)
    {
        var part = stackalloc byte[MatrixTile.Lanes * sizeof(float)];
        TNumber.Store(values, part);
        Buffer.MemoryCopy(part, to, count * TNumber.Size, count * TNumber.Size);
    }
}
