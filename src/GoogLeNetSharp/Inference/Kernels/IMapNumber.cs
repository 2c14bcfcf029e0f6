using System.Runtime.Intrinsics;

namespace GoogLeNetSharp.Inference;

/// <summary>How the numbers of a map are held in memory; they are computed with in float32.</summary>
internal unsafe interface IMapNumber
{
    /// <summary>Bytes of one number.</summary>
    static abstract int Size { get; }

    /// <summary>Reads 16 numbers.</summary>
    static abstract Vector512<float> Load(byte* from);

    /// <summary>Writes 16 numbers.</summary>
    static abstract void Store(Vector512<float> values, byte* to);
}
