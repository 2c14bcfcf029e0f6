using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>The element types a state dict may have, with the name each format gives them.</summary>
/// <param name="Type">TorchSharp's type.</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="Safetensors">The dtype in a safetensors header.</param>
/// <param name="Storage">The storage class in a PyTorch pickle.</param>
internal sealed record ElementType(ScalarType Type, int Size, string Safetensors, string Storage)
{
    internal static IReadOnlyList<ElementType> All { get; } =
    [
        new(ScalarType.Float64, 8, "F64", "DoubleStorage"),
        new(ScalarType.Float32, 4, "F32", "FloatStorage"),
        new(ScalarType.Float16, 2, "F16", "HalfStorage"),
        new(ScalarType.BFloat16, 2, "BF16", "BFloat16Storage"),
        new(ScalarType.Int64, 8, "I64", "LongStorage"),
        new(ScalarType.Int32, 4, "I32", "IntStorage"),
        new(ScalarType.Int16, 2, "I16", "ShortStorage"),
        new(ScalarType.Int8, 1, "I8", "CharStorage"),
        new(ScalarType.Byte, 1, "U8", "ByteStorage"),
        new(ScalarType.Bool, 1, "BOOL", "BoolStorage"),
    ];

    internal bool IsBool => Type == ScalarType.Bool;

    internal bool IsFloatingPoint => Type is ScalarType.Float64 or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16;

    internal static ElementType? Find(ScalarType type) => All.FirstOrDefault(t => t.Type == type);

    internal static ElementType? FindSafetensors(string name) => All.FirstOrDefault(t => t.Safetensors == name);

    internal static ElementType? FindStorage(string name) => All.FirstOrDefault(t => t.Storage == name);
}
