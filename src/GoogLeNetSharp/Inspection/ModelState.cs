using TorchSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inspection;

/// <summary>
/// Puts a model into evaluation mode and restores its state when disposed: the mode of every module (modes of frozen parts may differ from
/// the model's), buffers and the random number generator.
/// </summary>
internal sealed class ModelState : IDisposable
{
    private readonly (nn.Module Module, bool Training)[] _modes;
    private readonly (Tensor Buffer, Tensor Copy)[] _buffers;
    private readonly Tensor _random;

    public ModelState(ModuleNode root)
    {
        var modules = root.Walk().Where(node => node.SharedWith is null).Select(node => node.Module).ToArray();
        _modes = [.. modules.Select(module => (module, module.training))];
        _buffers = [.. modules.SelectMany(module => module.named_buffers(recurse: false))
            .Where(pair => pair.buffer.device_type != DeviceType.META)
            .Select(pair => (pair.buffer, pair.buffer.clone()))];
        _random = get_rng_state();
        if (_modes.Any(mode => mode.Training)) root.Module.eval();
    }

    public void Dispose()
    {
        // train() also sets the children, so parents come first
        foreach (var (module, training) in _modes)
            if (module.training != training) module.train(training);

        foreach (var (buffer, copy) in _buffers)
        {
            // restoring only changed buffers keeps autograd's version counters of all others
            if (!buffer.Equals(copy)) buffer.copy_(copy);
            copy.Dispose();
        }

        using var random = get_rng_state();
        if (!random.Equals(_random)) set_rng_state(_random);
        _random.Dispose();
    }
}
