using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>
/// The exponential moving average of a network's floating-point state: parameters, and batch-norm statistics, which belong to the weights
/// they were measured with. Szegedy et al. 2014, section 6: "Polyak averaging was used to create the final model used at inference time".
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

    /// <summary>The averages by the names of the state dictionary.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _average;

    /// <summary>Takes in the weights after an update.</summary>
    /// <param name="updates">Updates done, this one included.</param>
    public void Update(long updates)
    {
        using var noGradient = no_grad();
        var decay = Math.Min(_decay, (1.0 + updates) / (10.0 + updates));
        foreach (var (name, tensor) in _state) _average[name].mul_(decay).add_(tensor, alpha: 1 - decay);
    }

    /// <summary>Puts the average in the place of the weights.</summary>
    public void MoveIntoModel() => Overwrite(_average);

    /// <summary>Puts the average in the place of the weights until the result is disposed.</summary>
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
