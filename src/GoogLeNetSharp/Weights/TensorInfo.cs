using GoogLeNetSharp.Files;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights;

/// <summary>A tensor of a file, as described by its header.</summary>
/// <param name="Name">Name in the state dict, for example <c>conv1.conv.weight</c>.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Shape; empty for a scalar.</param>
/// <param name="ByteCount">Size in bytes: the product of the shape times the element size.</param>
public sealed record TensorInfo(string Name, ScalarType Type, IReadOnlyList<long> Shape, long ByteCount)
{
    /// <summary>Returns a one-line description: <c>conv1.conv.weight: Float32 [64, 3, 7, 7], 37632 bytes</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Type} {InvalidFile.Shape(Shape)}, {ByteCount} bytes");
}
