using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>Determines whether a shape starts with a batch axis.</summary>
internal static class BatchRule
{
    /// <summary>
    /// Returns the batch size, or null if the shape has no batch axis. In a model with convolutions, their dimensions decide: C x H x W has
    /// no batch axis for Conv2d, N x C x L has one for Conv1d. Without convolutions, shapes of two or more dimensions have one.
    /// </summary>
    public static long? BatchOf(IReadOnlyList<long> shape, IEnumerable<nn.Module> modules)
    {
        var convolution = modules.OfType<Convolution>().FirstOrDefault();
        var isBatched = convolution is null ? shape.Count >= 2 : shape.Count == convolution.kernel_size.Length + 2;
        return isBatched ? shape[0] : null;
    }
}
