using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Makes dropout draw the mask of the whole batch and use this process's share, so that all processes together drop the same
/// values as one process.</summary>
internal sealed class WholeBatchDropout : IDisposable
{
    private readonly List<Action> _removers = [];
    private Generator? _generator;
    private (long Start, long Count) _share;
    private long _images;

    public WholeBatchDropout(nn.Module model)
    {
        foreach (var layer in ReplacedLayer.LayersOf(model))
        {
            switch (layer)
            {
                case Dropout dropout:
                    Attach(dropout, () => dropout.p, eachElement: true);
                    break;
                case Dropout1d dropout:
                    Attach(dropout, () => dropout.p, eachElement: false);
                    break;
                case Dropout2d dropout:
                    Attach(dropout, () => dropout.p, eachElement: false);
                    break;
                case Dropout3d dropout:
                    Attach(dropout, () => dropout.p, eachElement: false);
                    break;
            }
        }
    }

    /// <summary>Begins a batch.</summary>
    /// <param name="seed">The seed of the batch.</param>
    /// <param name="images">Size of the whole batch.</param>
    /// <param name="share">This process's share of the batch.</param>
    public void Begin(long seed, long images, (long Start, long Count) share)
    {
        _generator?.Dispose();
        (_generator, _images, _share) = (new Generator((ulong)seed, CPU), images, share);
    }

    public void Dispose()
    {
        foreach (var remove in _removers) remove();
        _generator?.Dispose();
    }

    private void Attach(nn.Module<Tensor, Tensor> layer, Func<double> probability, bool eachElement) =>
        _removers.Add(ReplacedLayer.Attach(layer, input => Drop(input, probability(), eachElement)));

    private Tensor Drop(Tensor input, double probability, bool eachElement)
    {
        if (probability == 0) return input.alias();
        if (probability == 1) return input * 0;
        var perImage = input.shape[0] / _share.Count;       // more than 1 if the network folds another axis into the batch axis
        using var mask = Empty(input, _images * perImage, eachElement).bernoulli_(1 - probability, _generator!).div_(1 - probability);
        using var own = mask.narrow(0, _share.Start * perImage, input.shape[0]);
        using var local = own.to(input.device);
        return input * local;
    }

    // in the memory order of the input, as drawn by one process; whole channels are dropped by a mask with one value per channel
    private static Tensor Empty(Tensor input, long items, bool eachElement)
    {
        var shape = input.shape;
        shape[0] = items;
        if (!eachElement) shape.AsSpan(2).Fill(1);
        if (!eachElement || shape.Length != 4 || input.is_contiguous()) return empty(shape, dtype: input.dtype);
        using var last = empty([shape[0], shape[2], shape[3], shape[1]], dtype: input.dtype);
        return last.permute(0, 3, 1, 2);
    }
}
