namespace GoogLeNetSharp.Onnx;

/// <summary>A dimension of a shape in an ONNX file: a number, a name, or unknown.</summary>
internal readonly record struct Dimension(long? Value, string? Name)
{
    public static Dimension Unknown => default;

    public static implicit operator Dimension(long value) => new(value, null);

    public static Dimension Named(string name) => new(null, name);

    public override string ToString() => Value is { } value ? FormattableString.Invariant($"{value}") : Name ?? "?";
}
