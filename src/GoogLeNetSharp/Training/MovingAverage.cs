using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>
/// The exponential moving average of a network's floating-point state: parameters and the corresponding batch-norm statistics. Szegedy et
/// al. 2014, section 6: "Polyak averaging was used to create the final model used at inference time".
/// </summary>
internal sealed class MovingAverage : IDisposable
{
    private readonly double _decay;
    private readonly Dictionary<string, Tensor> _state;
    private readonly Dictionary<string, Tensor> _average = [];

    public MovingAverage(nn.Module model, double decay)
    {
        _decay = decay;
        _state = model.state_dict().Where(entry => entry.Value.is_floating_point()).ToDictionary();
        foreach (var (name, tensor) in _state) _average[name] = Copy(tensor);
    }

    /// <summary>The averages, by name in the state dictionary.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _average;

    /// <summary>Updates the average with the current weights.</summary>
    /// <param name="updates">Number of updates, including this one.</param>
    public void Update(long updates)
    {
        using var noGradient = no_grad();
        var decay = Math.Min(_decay, (1.0 + updates) / (10.0 + updates));
        foreach (var (name, tensor) in _state) _average[name].mul_(decay).add_(tensor, alpha: 1 - decay);
    }

    /// <summary>Replaces the weights with the average.</summary>
    public void MoveIntoModel() => Overwrite(_average);

    /// <summary>Replaces the weights with the average until the result is disposed.</summary>
    public IDisposable Lend()
    {
        var weights = _state.ToDictionary(entry => entry.Key, entry => Copy(entry.Value));
        Overwrite(_average);
        return new Loan(this, weights);
    }

    public void Dispose()
    {
        foreach (var tensor in _average.Values) tensor.Dispose();
    }

    private void Overwrite(Dictionary<string, Tensor> values)
    {
        using var noGradient = no_grad();
        foreach (var (name, tensor) in _state) tensor.copy_(values[name]);
    }

    private static Tensor Copy(Tensor tensor)
    {
        using var noGradient = no_grad();
        using var detached = tensor.detach();
        return detached.clone().DetachFromDisposeScope();
    }

    private sealed class Loan(MovingAverage average, Dictionary<string, Tensor> weights) : IDisposable
    {
        public void Dispose()
        {
            average.Overwrite(weights);
            foreach (var tensor in weights.Values) tensor.Dispose();
        }
    }
}
