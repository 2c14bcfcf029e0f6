using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Formats;

/// <summary>The supported element types and their names in each format.</summary>
/// <param name="Type">TorchSharp's type.</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="Safetensors">The dtype in a safetensors header.</param>
/// <param name="Storage">The storage class in a PyTorch pickle.</param>
/// <param name="Onnx">The number in an ONNX file.</param>
internal sealed record ElementType(ScalarType Type, int Size, string Safetensors, string Storage, int Onnx)
{
    internal static IReadOnlyList<ElementType> All { get; } =
    [
        new(ScalarType.Float64, 8, "F64", "DoubleStorage", 11),
        new(ScalarType.Float32, 4, "F32", "FloatStorage", 1),
        new(ScalarType.Float16, 2, "F16", "HalfStorage", 10),
        new(ScalarType.BFloat16, 2, "BF16", "BFloat16Storage", 16),
        new(ScalarType.Int64, 8, "I64", "LongStorage", 7),
        new(ScalarType.Int32, 4, "I32", "IntStorage", 6),
        new(ScalarType.Int16, 2, "I16", "ShortStorage", 5),
        new(ScalarType.Int8, 1, "I8", "CharStorage", 3),
        new(ScalarType.Byte, 1, "U8", "ByteStorage", 2),
        new(ScalarType.Bool, 1, "BOOL", "BoolStorage", 9),
    ];

    internal bool IsBool => Type == ScalarType.Bool;

    internal bool IsFloatingPoint => Type is ScalarType.Float64 or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16;

    internal static ElementType? Find(ScalarType type) => All.FirstOrDefault(t => t.Type == type);

    internal static ElementType? FindSafetensors(string name) => All.FirstOrDefault(t => t.Safetensors == name);

    internal static ElementType? FindOnnx(int number) => All.FirstOrDefault(t => t.Onnx == number);

    internal static ElementType? FindStorage(string name) => All.FirstOrDefault(t => t.Storage == name);
}
