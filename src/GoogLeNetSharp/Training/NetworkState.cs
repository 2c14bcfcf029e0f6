using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>A copy of the state changed by training: parameters, statistics and modes.</summary>
internal sealed class NetworkState : IDisposable
{
    private readonly nn.Module _model;
    private readonly Dictionary<string, Tensor> _copies;
    private readonly (nn.Module Module, bool Training)[] _modes;

    public NetworkState(nn.Module model)
    {
        _model = model;
        _copies = Tensors().ToDictionary(entry => entry.Name, entry => Copy(entry.Tensor));
        _modes = [.. model.named_modules().Select(entry => (entry.module, entry.module.training)).Prepend((model, model.training))];
    }

    /// <summary>The first parameter or buffer of a network that is not finite; null where all are.</summary>
    public static string? FirstNotFinite(nn.Module model)
    {
        using var noGradient = no_grad();
        foreach (var (name, tensor) in model.state_dict())
        {
            using var scope = NewDisposeScope();
            if (!tensor.isfinite().all().item<bool>()) return name;
        }

        return null;
    }

    /// <summary>Restores the copies, on any device.</summary>
    public void Restore()
    {
        using var noGradient = no_grad();
        foreach (var (name, tensor) in Tensors()) tensor.copy_(_copies[name]);
        // parents first, because setting a module also sets its children
        foreach (var (module, training) in _modes) module.train(training);
    }

    public void Dispose()
    {
        foreach (var copy in _copies.Values) copy.Dispose();
    }

    private IEnumerable<(string Name, Tensor Tensor)> Tensors() =>
        _model.named_parameters().Select(entry => (entry.name, (Tensor)entry.parameter))
        .Concat(_model.named_buffers().Select(entry => (entry.name, entry.buffer)));

    private static Tensor Copy(Tensor tensor)
    {
        using var noGradient = no_grad();
        using var detached = tensor.detach();
        return detached.clone().DetachFromDisposeScope();
    }
}
