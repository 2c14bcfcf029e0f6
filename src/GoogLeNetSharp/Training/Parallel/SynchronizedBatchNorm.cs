using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Batch norm over a batch shared by several processes, like PyTorch's <c>SyncBatchNorm</c>. Replaces the network's own.</summary>
/// <remarks>
/// The forward pass sums count, sums and sums of squares of each channel over the processes; the backward pass sums dL/dy and dL/dy (x -
/// mean). Everything else is local.
/// </remarks>
internal sealed class SynchronizedBatchNorm : IDisposable
{
    private readonly ProcessGroup _group;
    private readonly List<Action> _removers = [];
    private Exception? _failure;        // an exception of the backward pass, which is called by native code
    private Tensor? _handedOver;        // the last gradient passed to native code, which keeps its own reference

    public SynchronizedBatchNorm(nn.Module model, ProcessGroup group)
    {
        _group = group;
        foreach (var layer in ReplacedLayer.LayersOf(model).OfType<BatchNorm>())
            _removers.Add(ReplacedLayer.Attach(layer, input => BatchNormFunction.apply(input, layer.weight, layer.bias!, this, layer)));
    }

    /// <summary>Rethrows an exception of the backward pass.</summary>
    public void ThrowIfFailed()
    {
        _handedOver = null;
        if (_failure is not { } failure) return;
        _failure = null;
        throw new IOException(failure.Message, failure);
    }

    public void Dispose()
    {
        foreach (var remove in _removers) remove();
    }

    // normalizes a batch and updates the running statistics; mean and 1 / deviation are for the backward pass
    private (Tensor Output, Tensor Mean, Tensor InverseDeviation, double Count) Forward(Tensor input, NormBase layer)
    {
        var sums = SumsOf(input);
        _group.Sum(sums);
        var batch = new BatchNormSums(sums);
        if (layer.track_running_stats)
        {
            layer.num_batches_tracked!.add_(1);
            RunningStatistics.Of(layer).After(batch, RunningStatistics.Factor(layer)).WriteTo(layer);
        }

        var channels = Enumerable.Range(0, batch.Channels);
        var type = ComputingType(input);
        using var variance = PerChannel.Of(channels.Select(channel => batch.Deviation(channel) / batch.Count), type, input.device);
        var mean = PerChannel.Of(channels.Select(batch.Mean), type, input.device);
        var inverse = PerChannel.Of(channels.Select(channel => 1 / Math.Sqrt((batch.Deviation(channel) / batch.Count) + layer.eps)), type,
            input.device);
        var output = nn.functional.batch_norm(input, mean, variance, layer.weight, layer.bias!, training: false, eps: layer.eps);
        return (output, mean, inverse, batch.Count);
    }

    // the sum of deviations from a float32 mean is not zero and corrects that mean
    private static double[] SumsOf(Tensor input)
    {
        using var scope = NewDisposeScope();
        var values = input.to(ComputingType(input));
        var count = values.numel() / (double)values.shape[1];
        var rough = values.mean(PerChannel.OtherAxes(values));
        var deviations = values - PerChannel.Broadcastable(rough, values.dim());
        double[] corrections = [.. PerChannel.Sums(deviations).Select(sum => sum / count)];
        var squares = PerChannel.Sums(deviations.mul_(deviations));
        return BatchNormSums.Of(
            count,
            [.. PerChannel.Values(rough).Zip(corrections, (mean, correction) => mean + correction)],
            [.. squares.Zip(corrections, (sum, correction) => sum - (count * correction * correction))]);
    }

    private Tensor?[] Backward(Tensor gradient, Tensor input, Tensor mean, Tensor inverse, Tensor? weight, double count)
    {
        _handedOver?.Dispose();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var type = ComputingType(input);
        var local = gradient.to(type);
        var deviations = input.to(type) - PerChannel.Broadcastable(mean, input.dim());
        var products = deviations * local;
        double[] own = [.. PerChannel.Sums(local), .. PerChannel.Sums(products)];
        products.Dispose();
        double[] sums = [.. own];
        _group.Sum(sums);

        var channels = own.Length / 2;
        var inverses = PerChannel.Values(inverse);
        var scales = weight is null ? inverses : [.. inverses.Zip(PerChannel.Values(weight), (first, second) => first * second)];
        var slope = Enumerable.Range(0, channels)
            .Select(channel => -scales[channel] * inverses[channel] * inverses[channel] * sums[channels + channel] / count);
        var shift = Enumerable.Range(0, channels).Select(channel => -scales[channel] * sums[channel] / count);
        var toInput = deviations.mul_(Over(slope)).addcmul_(local, Over(scales), 1).add_(Over(shift)).to(input.dtype);
        _handedOver = toInput.MoveToOuterDisposeScope();
        return
        [
            _handedOver,
            weight is null ? null : PerChannel.Of(inverses.Select((value, channel) => value * own[channels + channel]), weight.dtype,
                weight.device).MoveToOuterDisposeScope(),
            weight is null ? null : PerChannel.Of(own[..channels], weight.dtype, weight.device).MoveToOuterDisposeScope(),
        ];

        Tensor Over(IEnumerable<double> values) => PerChannel.Broadcastable(PerChannel.Of(values, type, input.device), input.dim());
    }

    private static ScalarType ComputingType(Tensor input) => input.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    private sealed class BatchNormFunction : autograd.SingleTensorFunction<BatchNormFunction>
    {
        private const string Owner = "owner";
        private const string Count = "count";

        public override string Name => nameof(SynchronizedBatchNorm);

        // input, weight, bias, owner and layer
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (input, owner) = ((Tensor)vars[0], (SynchronizedBatchNorm)vars[3]);
            var (output, mean, inverse, count) = owner.Forward(input, (NormBase)vars[4]);
            ctx.save_data(Owner, owner);
            ctx.save_data(Count, count);
            ctx.save_for_backward([input, mean, inverse, (Tensor)vars[1]]);
            return output;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var owner = (SynchronizedBatchNorm)ctx.get_data(Owner);
            var none = new Tensor[5];
            if (owner._failure is not null) return [.. none];
            var saved = ctx.get_saved_variables();
            try
            {
                return [.. owner.Backward(grad_output, saved[0], saved[1], saved[2], saved[3], (double)ctx.get_data(Count))
                    .Select(tensor => tensor!), null!, null!];
            }
            catch (Exception exception)      // exceptions must not pass through native code
            {
                owner._failure = exception;
                return [.. none];
            }
            finally
            {
                grad_output.Dispose();
                foreach (var tensor in saved) tensor?.Dispose();
            }
        }
    }
}
