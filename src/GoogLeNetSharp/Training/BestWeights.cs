using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>A copy of the weights of the best validation.</summary>
internal sealed class BestWeights(nn.Module model) : IDisposable
{
    private readonly Dictionary<string, Tensor> _state = model.state_dict();
    private readonly Dictionary<string, Tensor> _copy = [];
    private ValidationResult? _validation;

    /// <summary>Stores the current weights of the network.</summary>
    /// <param name="validation">Validation result of these weights.</param>
    public void Keep(ValidationResult validation)
    {
        Store(name => _state[name]);
        _validation = validation;
    }

    /// <summary>Stores the weights of a checkpoint of the same network: the moving average, if present.</summary>
    public void Keep(StateDict checkpoint) => Store(name => checkpoint.TryGetValue(Checkpoint.AveragePrefix + name, out var average)
        ? average : checkpoint[Checkpoint.ModelPrefix + name]);

    /// <summary>Receives the weights stored by process 0, if any.</summary>
    public void TakeOver(ProcessGroup group)
    {
        if (group.Broadcast(_copy.Count > 0 ? "kept" : "none") == "none") return;
        if (!group.IsFirst) Store(name => _state[name]);
        foreach (var name in _state.Keys) group.Broadcast(_copy[name]);
    }

    /// <summary>Restores the stored weights.</summary>
    /// <param name="validation">Their validation result, or null if unknown or if nothing was stored.</param>
    /// <returns>Whether weights were stored.</returns>
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
