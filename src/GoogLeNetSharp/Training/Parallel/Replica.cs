using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>One of several processes that train the same network: the communication of its forward and backward passes.</summary>
internal sealed class Replica : IDisposable
{
    private readonly ProcessGroup _group;
    private readonly GradientBuckets _gradients;
    private readonly WholeBatchDropout _dropout;
    private readonly SynchronizedBatchNorm? _synchronized;
    private readonly BatchNormStatistics? _statistics;

    public Replica(nn.Module model, IEnumerable<Parameter> parameters, TrainerOptions options, ProcessGroup group)
    {
        _group = group;
        _gradients = new GradientBuckets(parameters, group);
        _dropout = new WholeBatchDropout(model);
        if (options.SynchronizedBatchNorm) _synchronized = new SynchronizedBatchNorm(model, group);
        else _statistics = new BatchNormStatistics(model, group);
    }

    /// <summary>Runs the forward and backward pass of this process's share of a batch.</summary>
    /// <param name="seed">The seed of the batch.</param>
    /// <param name="images">Size of the whole batch.</param>
    /// <param name="pass">The passes, which add the gradient of the share.</param>
    public T Run<T>(long seed, long images, Func<T> pass)
    {
        _dropout.Begin(seed, images, _group.ShareOf(images));
        var result = pass();
        _synchronized?.ThrowIfFailed();
        _statistics?.Merge();
        return result;
    }

    /// <summary>Replaces the gradients by their sums over the processes.</summary>
    public void SumGradients() => _gradients.Sum();

    public void Dispose()
    {
        _statistics?.Dispose();
        _synchronized?.Dispose();
        _dropout.Dispose();
        _gradients.Dispose();
    }
}
