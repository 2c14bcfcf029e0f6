using GoogLeNetSharp.Onnx;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>The exports that check_onnx.py has put through ONNX's own checker and shape inference; checked.json holds the result.</summary>
internal static class CheckedExports
{
    private static readonly OnnxExportOptions Imagenet = new() { BatchSize = 2, Height = 224, Width = 224 };

    public static IReadOnlyList<(string Name, Func<nn.Module<Tensor, Tensor>> Module, OnnxExportOptions Options)> All { get; } =
    [
        ("default", () => new GoogLeNet(), Imagenet),
        ("paper", () => new GoogLeNet(GoogLeNetOptions.Paper), Imagenet),
        ("torchvision", () => new GoogLeNet(GoogLeNetOptions.TorchVision), Imagenet),
        ("torchvision_any_size", () => new GoogLeNet(GoogLeNetOptions.TorchVision), new()),
        ("torchvision_batch_norm_opset_13", () => new GoogLeNet(GoogLeNetOptions.TorchVision),
            Imagenet with { FoldBatchNorm = false, Opset = 13 }),
        ("torchvision_bytes_to_probabilities_float16",
            () => new GoogLeNet(GoogLeNetOptions.TorchVision with { TransformInput = true, NumClasses = 2 }),
            Imagenet with
            {
                Preprocessing = OnnxPreprocessing.ImageNet,
                IncludeSoftmax = true,
                Weights = OnnxWeightType.Float16,
                Labels = ["cat", "dog"],
            }),
        ("cifar", () => new GoogLeNet(GoogLeNetOptions.Cifar), new() { BatchSize = 2, Height = 32, Width = 32 }),
        ("inception_naive", () => new InceptionNaive(12, 4, 6, 3), new() { BatchSize = 2, Height = 5, Width = 8 }),
        ("inception_module_any_size", () => new InceptionModule(12, new InceptionWidths(4, 3, 6, 2, 3, 5), batchNorm: new(1e-3)), new()),
        ("auxiliary_classifier", () => new AuxiliaryClassifier(16, 5, AuxiliaryClassifierForm.TorchVision),
            new() { BatchSize = 2, Height = 14, Width = 15 }),
        .. Opsets.Select(opset => ($"traps_opset_{opset}", (Func<nn.Module<Tensor, Tensor>>)Traps,
            new OnnxExportOptions { Opset = opset, BatchSize = 2, Height = 30, Width = 34, FoldBatchNorm = false })),
        .. Opsets.Select(opset => ($"guarded_any_size_opset_{opset}", (Func<nn.Module<Tensor, Tensor>>)Guarded,
            new OnnxExportOptions { Opset = opset })),
    ];

    // Those that Debian's python3-onnx knows.
    private static IEnumerable<int> Opsets => Enumerable.Range(13, 5);

    /// <summary>What ONNX and PyTorch see differently, one after another.</summary>
    public static nn.Module<Tensor, Tensor> Traps() => nn.Sequential(
        ("conv", nn.Conv2d(3, 6, (3, 5), padding: (1, 0), stride: (1, 2), dilation: (2, 1), groups: 3)),
        ("odd", nn.LocalResponseNorm(3)),
        ("even", nn.LocalResponseNorm(4)),
        ("ceil", nn.MaxPool2d(3, 2, ceil_mode: true)),
        ("dropped", nn.MaxPool2d(2, 1, 1, ceil_mode: true)),
        ("dilated", nn.MaxPool2d(2, 6, 0, dilation: 3, ceil_mode: true)),
        ("padded", nn.AvgPool2d(3, 1, 1)),
        ("overhanging", nn.AvgPool2d(2, 2, 1, ceil_mode: true)),
        ("norm", nn.BatchNorm2d(6)),
        ("areas", nn.AdaptiveAvgPool2d((3, 4))),
        ("flatten", nn.Flatten()),
        ("dropout", nn.Dropout()),
        ("fc", nn.Linear(72, 4)));

    private static nn.Module<Tensor, Tensor> Guarded() => nn.Sequential(
        ("conv", nn.Conv2d(3, 4, 3)), ("pool", nn.AvgPool2d((3, 5), (2, 4))), ("global", nn.AdaptiveAvgPool2d(1)),
        ("flatten", nn.Flatten()), ("fc", nn.Linear(4, 2)));
}
