using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>The network of a classifier: compiled where that is possible, used as it is otherwise.</summary>
internal sealed class ClassifierNetwork : IDisposable
{
    private readonly InferenceModel? _compiled;
    private readonly nn.Module<Tensor, Tensor>? _model;
    private readonly Device _device;
    private bool _disposed;

    public ClassifierNetwork(nn.Module<Tensor, Tensor> model)
    {
        ConvolutionCheck.Ensure();
        _device = model.parameters().FirstOrDefault()?.device ?? CPU;
        _compiled = _device.type == TorchSharp.DeviceType.CPU ? TryCompile(model) : null;
        if (_compiled is not null) return;
        _model = model;
        model.eval();
    }

    /// <summary>Logits N x classes of a batch N x 3 x H x W.</summary>
    public Tensor Logits(Tensor batch)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(ImageClassifier));
        if (_compiled is not null) return _compiled.Predict(batch);
        using var moved = batch.to(_device);
        return _model!.call(moved);
    }

    public void Dispose()
    {
        _disposed = true;
        _compiled?.Dispose();
    }

    private static InferenceModel? TryCompile(nn.Module<Tensor, Tensor> model)
    {
        try
        {
            return model.Compile();
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
