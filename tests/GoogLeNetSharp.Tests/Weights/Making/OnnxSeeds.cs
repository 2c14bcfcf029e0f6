using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Onnx;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>Sound ONNX files that mutations start from.</summary>
internal static class OnnxSeeds
{
    internal static FuzzSeeds All() => new("onnx",
    [
        Export(nn.Sequential(nn.Conv2d(3, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 3)), new() { Height = 4, Width = 4 }),
        Export(new InceptionModule(3, new InceptionWidths(2, 1, 2, 1, 2, 1), batchNorm: new(1e-3)), new() { FoldBatchNorm = false }),
        Export(nn.Sequential(nn.MaxPool2d(2), nn.LocalResponseNorm(4), nn.AdaptiveAvgPool2d((3, 2))),
            new() { Height = 9, Width = 8, Channels = 3 }),
        Export(
            nn.Sequential(nn.Conv2d(3, 2, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten()),
            new() { Preprocessing = OnnxPreprocessing.ImageNet, IncludeSoftmax = true, Weights = OnnxWeightType.Float16 }),
    ]);

    /// <summary>Loads a file and makes a model of it.</summary>
    internal static FuzzTarget Target() => new(FuzzSeeds.Network(), ("Load", stream => InferenceModel.Load(stream).Dispose()))
    {
        IsRefusal = exception => exception is InvalidDataException or NotSupportedException,
        MostTime = TimeSpan.FromSeconds(1),
    };

    private static FuzzSeed Export(nn.Module<Tensor, Tensor> module, OnnxExportOptions options)
    {
        using var stream = new MemoryStream();
        module.eval();
        module.ExportOnnx(stream, options);
        module.Dispose();
        return new FuzzSeed(stream.ToArray(), bytes => bytes);
    }
}
