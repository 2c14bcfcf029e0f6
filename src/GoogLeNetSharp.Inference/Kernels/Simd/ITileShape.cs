namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The shape of a tile as constants of the compiled code.</summary>
internal interface ITileShape
{
    /// <summary>Rows: 1, 6 or 8.</summary>
    static abstract int Rows { get; }

    /// <summary>Vectors of a row: 1 or 2.</summary>
    static abstract int Vectors { get; }
}
