using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>Which shapes have a batch in front.</summary>
internal static class BatchRule
{
    /// <summary>
    /// The size of the batch, or null where the shape has none. In a model with convolutions their dimensions decide: C x H x W has no
    /// batch for Conv2d, N x C x L has one for Conv1d. Without convolutions, whatever has two dimensions or more has one.
    /// </summary>
    public static long? BatchOf(IReadOnlyList<long> shape, IEnumerable<nn.Module> modules)
    {
        var convolution = modules.OfType<Convolution>().FirstOrDefault();
        var isBatched = convolution is null ? shape.Count >= 2 : shape.Count == convolution.kernel_size.Length + 2;
        return isBatched ? shape[0] : null;
    }
}
