using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>The network of a classifier: a compiled model or a module.</summary>
internal sealed class ClassifierNetwork : IDisposable
{
    private readonly InferenceModel? _compiled;
    private readonly bool _ownsCompiled;
    private readonly nn.Module<Tensor, Tensor>? _module;
    private readonly Device _device = CPU;
    private bool _disposed;

    /// <summary>Uses a compiled network, which is not disposed.</summary>
    public ClassifierNetwork(InferenceModel compiled) => _compiled = compiled;

    /// <summary>Uses a module, compiled if requested and on the CPU.</summary>
    public ClassifierNetwork(nn.Module<Tensor, Tensor> module, bool compile)
    {
        _device = module.parameters().FirstOrDefault()?.device ?? CPU;
        if (compile && _device.type == TorchSharp.DeviceType.CPU)
        {
            (_compiled, _ownsCompiled) = (module.Compile(), true);
            return;
        }

        ConvolutionCheck.Ensure();
        _module = module;
        module.eval();
    }

    /// <summary>Computes the logits N x classes of a batch N x 3 x H x W.</summary>
    public Tensor Logits(Tensor batch)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(ImageClassifier));
        if (_compiled is not null) return _compiled.Predict(batch);
        using var moved = batch.to(_device);
        return _module!.call(moved);
    }

    public void Dispose()
    {
        _disposed = true;
        if (_ownsCompiled) _compiled!.Dispose();
    }
}
