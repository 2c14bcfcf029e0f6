namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The shape of a tile as compile-time constants.</summary>
internal interface ITileShape
{
    /// <summary>Rows: 1, 6 or 8.</summary>
    static abstract int Rows { get; }

    /// <summary>Vectors per row: 1 or 2.</summary>
    static abstract int Vectors { get; }
}
