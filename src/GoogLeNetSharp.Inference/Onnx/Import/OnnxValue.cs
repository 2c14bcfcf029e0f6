namespace GoogLeNetSharp.Onnx.Import;

/// <summary>What a name in the file stands for while its nodes are read.</summary>
internal abstract record OnnxValue
{
    /// <summary>Its sizes.</summary>
    public abstract IReadOnlyList<Extent> Shape { get; }

    /// <summary>The number of its axes.</summary>
    public int Rank => Shape.Count;

    /// <summary>The shape in words.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
