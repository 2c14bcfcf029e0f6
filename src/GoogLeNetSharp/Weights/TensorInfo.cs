using GoogLeNetSharp.Files;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights;

/// <summary>One tensor of a file, as its header describes it.</summary>
/// <param name="Name">Name in the state dict, for example <c>conv1.conv.weight</c>.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Shape; empty for a scalar.</param>
/// <param name="ByteCount">Size of the elements in bytes: the product of the shape times the element size.</param>
public sealed record TensorInfo(string Name, ScalarType Type, IReadOnlyList<long> Shape, long ByteCount)
{
    /// <summary>The tensor in one line: <c>conv1.conv.weight: Float32 [64, 3, 7, 7], 37632 bytes</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Type} {InvalidFile.Shape(Shape)}, {ByteCount} bytes");
}
