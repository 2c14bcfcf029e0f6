using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>A copy of the weights of the best validation.</summary>
internal sealed class BestWeights(nn.Module model) : IDisposable
{
    private readonly Dictionary<string, Tensor> _state = model.state_dict();
    private readonly Dictionary<string, Tensor> _copy = [];
    private ValidationResult? _validation;

    /// <summary>Keeps the weights that the network holds now.</summary>
    /// <param name="validation">Their validation.</param>
    public void Keep(ValidationResult validation)
    {
        Store(name => _state[name]);
        _validation = validation;
    }

    /// <summary>Keeps the weights of a checkpoint of the same network: the moving average where there is one.</summary>
    public void Keep(StateDict checkpoint) => Store(name => checkpoint.TryGetValue(Checkpoint.AveragePrefix + name, out var average)
        ? average : checkpoint[Checkpoint.ModelPrefix + name]);

    /// <summary>Takes over the weights that process 0 keeps, where it keeps any.</summary>
    public void TakeOver(ProcessGroup group)
    {
        if (group.Broadcast(_copy.Count > 0 ? "kept" : "none") == "none") return;
        if (!group.IsFirst) Store(name => _state[name]);
        foreach (var name in _state.Keys) group.Broadcast(_copy[name]);
    }

    /// <summary>Puts the weights that were kept into the network.</summary>
    /// <param name="validation">Their validation; null where it is not known, or nothing was kept.</param>
    /// <returns>Whether any were kept.</returns>
    public bool MoveIntoModel(out ValidationResult? validation)
    {
        using var noGradient = no_grad();
        foreach (var (name, kept) in _copy) _state[name].copy_(kept);
        validation = _validation;
        return _copy.Count > 0;
    }

    public void Dispose()
    {
        foreach (var tensor in _copy.Values) tensor.Dispose();
    }

    private void Store(Func<string, Tensor> value)
    {
        using var noGradient = no_grad();
        foreach (var (name, tensor) in _state)
        {
            if (!_copy.TryGetValue(name, out var copy)) _copy[name] = copy = empty_like(tensor).DetachFromDisposeScope();
            copy.copy_(value(name));
        }
    }
}
