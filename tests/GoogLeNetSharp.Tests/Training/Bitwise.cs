using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Compares tensors bit for bit.</summary>
internal static class Bitwise
{
    public static bool Same(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        return first.shape.SequenceEqual(second.shape)
            && first.detach().contiguous().bytes.SequenceEqual(second.detach().contiguous().bytes);
    }
}
