namespace GoogLeNetSharp.Onnx.Import;

/// <summary>The value of a name in the file during import.</summary>
internal abstract record OnnxValue
{
    /// <summary>The shape.</summary>
    public abstract IReadOnlyList<Extent> Shape { get; }

    /// <summary>The number of axes.</summary>
    public int Rank => Shape.Count;

    /// <summary>Describes the shape.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
