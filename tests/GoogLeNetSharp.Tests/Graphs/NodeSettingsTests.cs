using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Graphs;

/// <summary>Settings that no layer can have: lowering, compiling and exporting refuse them with path, value and what is allowed.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class NodeSettingsTests
{
    /// <summary>A layer, and what is said of it after its path.</summary>
    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "max kernel 0x3", "its kernel size is 0x3, only 1 to 2147483647 is supported." },
        { "max kernel 3x0", "its kernel size is 3x0, only 1 to 2147483647 is supported." },
        { "max kernel -1", "its kernel size is -1, only 1 to 2147483647 is supported." },
        { "max stride 0", "its stride is 0, only 1 to 2147483647 is supported." },
        { "max stride 1x-1", "its stride is 1x-1, only 1 to 2147483647 is supported." },
        { "max dilation 0", "its dilation is 0, only 1 to 2147483647 is supported." },
        { "max padding -1", "its padding is -1, only 0 to 2147483647 is supported." },
        { "max padding 2", "its window is 3x3, stride 3, padding 2, and a pool's padding can be at most half of its kernel size." },
        { "max stride 2^31", "its stride is 2147483648, only 1 to 2147483647 is supported." },
        { "average kernel 0", "its kernel size is 0, only 1 to 2147483647 is supported." },
        { "average stride 0", "its stride is 0, only 1 to 2147483647 is supported." },
        { "average padding 0x-1", "its padding is 0x-1, only 0 to 2147483647 is supported." },
        { "average padding 2", "its window is 3x3, stride 3, padding 2, and a pool's padding can be at most half of its kernel size." },
        { "conv stride 0", "its stride is 0, only 1 to 2147483647 is supported." },
        { "conv dilation 0x1", "its dilation is 0x1, only 1 to 2147483647 is supported." },
        { "conv padding -1", "its padding is -1, only 0 to 2147483647 is supported." },
        { "conv groups 3", "its number of groups is 3, only a divisor of its 4 output channels is supported." },
        { "conv other weight", "its weight has shape [4, 4, 3, 3], only [1 or more, 1 or more, 1, 1] is supported." },
        { "conv other bias", "its bias has shape [3], only [4] is supported." },
        { "adaptive 0x1", "its output size is 0x1, only 1 to 2147483647 is supported." },
        { "adaptive -1", "its output size is -1, only 1 to 2147483647 is supported." },
        { "norm no channels", "its weight has shape [0], only [1 or more] is supported." },
        { "norm other bias", "its bias has shape [3], only [4] is supported." },
        { "norm eps -1", "its eps is -1, only a finite float32 number of 0 or more is supported." },
        { "norm eps nan", "its eps is NaN, only a finite float32 number of 0 or more is supported." },
        { "norm eps infinity", "its eps is Infinity, only a finite float32 number of 0 or more is supported." },
        { "response size 0", "its size is 0, only 1 to 2147483647 is supported." },
        { "response alpha nan", "its alpha is NaN, only a finite float32 number is supported." },
        { "response beta infinity", "its beta is -Infinity, only a finite float32 number is supported." },
        { "response k 1e39", "its k is 1E+39, only a finite float32 number is supported." },
        { "linear no outputs", "its weight has shape [0, 4], only [1 or more, 1 or more] is supported." },
        { "dropout 1.5", "its probability is 1.5, only 0 to 1 is supported." },
        { "dropout nan", "its probability is NaN, only 0 to 1 is supported." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    internal void LowerCompileAndExport_ImpossibleSetting_NamePathValueAndRange(string layer, string reason)
    {
        using var scope = NewDisposeScope();
        var module = Layer(layer);
        using var network = nn.Sequential(("body", nn.Sequential(("odd", module))));
        network.eval();
        var message = $"module: body.odd ({module.GetType().Name}) cannot be lowered: {reason}";
        using var file = new MemoryStream();
        Action[] ways =
        [
            () => InferenceGraph.Lower(network),
            () => network.Compile(),
            () => network.ExportOnnx(file, new OnnxExportOptions { Channels = 4, Height = 8, Width = 8, Verify = true }),
        ];

        LiveTensors.LeftBy(() =>
        {
            foreach (var way in ways) way.Should().Throw<NotSupportedException>().WithMessage(message);
        }).Should().Be(0);
        file.Length.Should().Be(0);
    }

    [Fact]
    internal void Lower_ImpossibleSettingInABlock_NamesThePathInside()
    {
        using var block = new ConvBlock(4, 4, kernelSize: 1, batchNorm: new(0.001));
        block.BatchNorm!.eps = -1;

        FluentActions.Invoking(() => InferenceGraph.Lower(block)).Should().Throw<NotSupportedException>().WithMessage(
            "module: bn (BatchNorm2d) cannot be lowered: its eps is -1, only a finite float32 number of 0 or more is supported.");
    }

    [Fact]
    internal void Window2d_ImpossibleSetting_IsRefused()
    {
        Message(() => new Window2d((0, 3))).Should()
            .Be("The node cannot be created: its kernel size is 0x3, only 1 to 2147483647 is supported.");
        Message(() => new Window2d((3, 3)) { Stride = (1, 0) }).Should()
            .Be("The node cannot be created: its stride is 1x0, only 1 to 2147483647 is supported.");
        Message(() => new Window2d((3, 3)) { Padding = (-1, -1) }).Should()
            .Be("The node cannot be created: its padding is -1, only 0 to 2147483647 is supported.");
        Message(() => new Window2d((3, 3)) { Dilation = (0, 0) }).Should()
            .Be("The node cannot be created: its dilation is 0, only 1 to 2147483647 is supported.");
        Message(() => _ = new Window2d((3, 3)) with { KernelSize = (3, 0) }).Should()
            .Be("The node cannot be created: its kernel size is 3x0, only 1 to 2147483647 is supported.");

        static string Message(Action make) => make.Should().Throw<ArgumentException>().Which.Message;
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(8, 0)]
    internal void InferShapes_EmptyMap_NamesTheNode(long height, long width)
    {
        using var pool = nn.MaxPool2d(1);
        var graph = InferenceGraph.Lower(pool);

        FluentActions.Invoking(() => graph.InferShapes(0, 8, 8)).Should().Throw<ArgumentException>().WithMessage(
            "inputShape: shape [0, 8, 8] does not fit this MaxPool2d: node MaxPool2d, MaxPool(%0) 1x1, cannot take shape [0, 8, 8]. "
            + "(Parameter 'inputShape')");
        FluentActions.Invoking(() => graph.InferShapes(4, height, width)).Should().Throw<ArgumentException>();
    }

    private static nn.Module<Tensor, Tensor> Layer(string layer)
    {
        switch (layer)
        {
            case "max kernel 0x3": return nn.MaxPool2d((0, 3));
            case "max kernel 3x0": return nn.MaxPool2d((3, 0));
            case "max kernel -1": return nn.MaxPool2d(-1);
            case "max stride 0": return nn.MaxPool2d(3, stride: 0);
            case "max stride 1x-1": return nn.MaxPool2d((3, 3), stride: (1, -1));
            case "max dilation 0": return nn.MaxPool2d(3, dilation: 0);
            case "max padding -1": return nn.MaxPool2d(3, padding: -1);
            case "max padding 2": return nn.MaxPool2d(3, padding: 2);
            case "max stride 2^31": return nn.MaxPool2d(3, stride: 1L << 31);
            case "average kernel 0": return nn.AvgPool2d(0);
            case "average stride 0": return nn.AvgPool2d(3, stride: 0);
            case "average padding 0x-1": return nn.AvgPool2d((3, 3), padding: (0, -1));
            case "average padding 2": return nn.AvgPool2d(3, padding: 2);
            case "conv stride 0": return nn.Conv2d(4, 4, 1, stride: 0);
            case "conv dilation 0x1": return nn.Conv2d(4, 4, (3, 3), dilation: (0, 1));
            case "conv padding -1": return nn.Conv2d(4, 4, 3, padding: -1L);
            case "conv groups 3": return nn.Conv2d(4, 4, 1, groups: 3);
            case "adaptive 0x1": return nn.AdaptiveAvgPool2d((0, 1));
            case "adaptive -1": return nn.AdaptiveAvgPool2d(-1);
            case "norm no channels": return nn.BatchNorm2d(0);
            case "norm eps -1": return nn.BatchNorm2d(4, eps: -1);
            case "norm eps nan": return nn.BatchNorm2d(4, eps: double.NaN);
            case "norm eps infinity": return nn.BatchNorm2d(4, eps: double.PositiveInfinity);
            case "response size 0": return nn.LocalResponseNorm(0);
            case "response alpha nan": return nn.LocalResponseNorm(3, alpha: double.NaN);
            case "response beta infinity": return nn.LocalResponseNorm(3, beta: double.NegativeInfinity);
            case "response k 1e39": return nn.LocalResponseNorm(3, k: 1e39);
            case "linear no outputs": return nn.Linear(4, 0);
            case "dropout 1.5": return nn.Dropout(1.5);
            case "dropout nan": return nn.Dropout(double.NaN);
            case "conv other weight":
                var conv = nn.Conv2d(4, 4, 1);
                conv.weight = new Parameter(ones(4, 4, 3, 3));
                return conv;
            case "conv other bias":
                var biased = nn.Conv2d(4, 4, 1);
                biased.bias = new Parameter(ones(3));
                return biased;
            case "norm other bias":
                var norm = nn.BatchNorm2d(4);
                norm.bias = new Parameter(ones(3));
                return norm;
            default: throw new ArgumentOutOfRangeException(nameof(layer), layer, "There is no such layer.");
        }
    }
}
