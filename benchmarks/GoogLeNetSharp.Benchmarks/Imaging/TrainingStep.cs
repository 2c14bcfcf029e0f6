using System.Diagnostics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Imaging;

/// <summary>A training step of the torchvision preset on one batch of noise, to compare loaders with.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly GoogLeNet _model = new(GoogLeNetOptions.TorchVision);
    private readonly GoogLeNetLoss _loss = new();
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;

    public TrainingStep(int batchSize)
    {
        _optimizer = optim.SGD(_model.parameters(), 0.001, momentum: 0.9);
        _images = randn(batchSize, 3, 224, 224);
        _labels = randint(1000, [batchSize], dtype: ScalarType.Int64);
    }

    /// <summary>Images per second of one step.</summary>
    public double Rate()
    {
        var clock = Stopwatch.StartNew();
        using var output = _model.ForwardWithAuxiliary(_images);
        using var loss = _loss.call(output, _labels);
        _optimizer.zero_grad();
        loss.backward();
        _optimizer.step();
        return _images.shape[0] / clock.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        _model.Dispose();
        _loss.Dispose();
        _optimizer.Dispose();
        _images.Dispose();
        _labels.Dispose();
    }
}
