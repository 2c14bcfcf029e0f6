using GoogLeNetSharp.Graphs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Graphs;

/// <summary>Lowering of modules into nodes: names, shapes, text, ownership, and what is not supported.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class InferenceGraphTests
{
    [Theory]
    [InlineData(GoogLeNetPreset.Default, 224, 224)]
    [InlineData(GoogLeNetPreset.Paper, 224, 224)]
    [InlineData(GoogLeNetPreset.TorchVision, 96, 160)]
    [InlineData(GoogLeNetPreset.Cifar, 32, 32)]
    internal void InferShapes_Preset_AgreesWithStageShapes(GoogLeNetPreset preset, long height, long width)
    {
        using var model = new GoogLeNet(GoogLeNetOptions.ForPreset(preset));
        var graph = InferenceGraph.Lower(model);

        var shapes = graph.InferShapes(3, height, width);

        foreach (var (name, shape) in model.StageShapes(3, height, width))
        {
            var last = graph.Nodes.Last(node => node.Name == name || node.Name.StartsWith(name + ".", StringComparison.Ordinal));
            shapes[last.Id].Should().Equal(shape, "{0} has that shape", name);
        }

        graph.Output.Name.Should().Be(model.Stages[^1].Name);
        graph.Input.Channels.Should().Be(3);
    }

    [Fact]
    internal void Lower_TorchVisionWithHeads_LeavesHeadsOutAndKeepsEveryOtherWeight()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);
        var graph = InferenceGraph.Lower(model);

        var names = graph.Nodes.Select(node => node.Name).ToArray();

        names.Should().OnlyHaveUniqueItems().And.NotContain(name => name.StartsWith("aux", StringComparison.Ordinal));
        graph.Nodes.OfType<ConvNode>().Should().HaveCount(57);
        graph.Nodes.OfType<BatchNormNode>().Should().HaveCount(57);
        graph.Nodes.Where(node => node is ConvNode or LinearNode).Select(node => node.Name).Should().Equal(
            model.state_dict().Keys.Where(key => !key.StartsWith("aux", StringComparison.Ordinal) && !key.Contains(".bn.")
                && key.EndsWith("weight", StringComparison.Ordinal))
                .Select(key => key[..^".weight".Length]));
    }

    [Fact]
    internal void ToString_SmallNetwork_IsATableOfItsNodes()
    {
        using var network = nn.Sequential(
            ("stem", new ConvBlock(3, 8, kernelSize: 3, stride: 2, padding: 1, batchNorm: new(0.001))),
            ("mixed", new InceptionNaive(8, 2, 3, 4)),
            ("pool", nn.AdaptiveAvgPool2d(1)),
            ("flatten", nn.Flatten()),
            ("dropout", nn.Dropout(0.25)),
            ("fc", nn.Linear(17, 10)));
        var graph = InferenceGraph.Lower(network);

        graph.ToString().Should().Be(
            """
            Sequential: 16 nodes, 1,469 weights
             %0  input               Input() 3 channels
             %1  stem.conv           Conv(%0) 3 -> 8, 3x3, stride 2, padding 1, no bias
             %2  stem.bn             BatchNorm(%1) 8 channels, eps 0.001
             %3  stem.relu           Relu(%2)
             %4  mixed.branch1.conv  Conv(%3) 8 -> 2, 1x1
             %5  mixed.branch1.relu  Relu(%4)
             %6  mixed.branch2.conv  Conv(%3) 8 -> 3, 3x3, padding 1
             %7  mixed.branch2.relu  Relu(%6)
             %8  mixed.branch3.conv  Conv(%3) 8 -> 4, 5x5, padding 2
             %9  mixed.branch3.relu  Relu(%8)
            %10  mixed.branch4       MaxPool(%3) 3x3, padding 1
            %11  mixed.concat        Concat(%5, %7, %9, %10)
            %12  pool                AdaptiveAvgPool(%11) to 1x1
            %13  flatten             Flatten(%12)
            %14  dropout             Dropout(%13) p 0.25
            %15  fc                  Linear(%14) 17 -> 10

            """);
    }

    [Fact]
    internal void ToString_EveryOtherNode_TellsItsSettings()
    {
        using var network = nn.Sequential(
            ("grouped", nn.Conv2d(4, 8, (3, 1), stride: (2, 1), padding: (1, 0), dilation: (1, 2), groups: 2)),
            ("norm", nn.LocalResponseNorm(5, alpha: 1e-4, beta: 0.75, k: 2)),
            ("avg", nn.AvgPool2d(3, stride: 2, padding: 1, ceil_mode: true, count_include_pad: false)));
        var graph = InferenceGraph.Lower(network);

        graph.Nodes.Skip(1).Select(node => node.ToString()).Should().Equal(
            "Conv(%0) 4 -> 8, 3x1, stride 2x1, padding 1x0, dilation 1x2, groups 2",
            "LocalResponseNorm(%1) size 5, alpha 0.0001, beta 0.75, k 2",
            "AvgPool(%2) 3x3, stride 2, padding 1, ceil, padding not counted");
    }

    [Fact]
    internal void Lower_ModuleOutsideTheSet_NamesItsPath()
    {
        using var network = nn.Sequential(("body", nn.Sequential(("0", nn.Conv2d(3, 4, 1)), ("1", nn.GELU()))));

        var act = () => InferenceGraph.Lower(network);

        act.Should().Throw<NotSupportedException>().WithMessage(
            "module: body.1 (GELU) cannot be lowered: supported are Conv2d, BatchNorm2d, ReLU, MaxPool2d, AvgPool2d, AdaptiveAvgPool2d, "
            + "LocalResponseNorm, "
            + "Linear, Dropout, Flatten, Sequential and Block; let GELU implement ILowerable, or pass "
            + "LoweringRules.None.With<GELU>((module, x) => ...).");
    }

    [Fact]
    internal void Lower_ClassDerivedFromSequential_IsRefused()
    {
        using var network = new Doubled(nn.ReLU());

        var act = () => InferenceGraph.Lower(network);

        act.Should().Throw<NotSupportedException>().WithMessage("module: the module itself (Doubled) cannot be lowered: *");
    }

    [Fact]
    internal void Lower_UnsupportedSetting_NamesPathAndSetting()
    {
        Message(nn.Conv2d(3, 4, 3, padding: 1, padding_mode: PaddingModes.Reflect))
            .Should().Be("module: 0 (Conv2d) cannot be lowered: its padding mode is Reflect, only Zeros is supported.");
        Message(nn.Conv2d(3, 4, 2, Padding.Same))
            .Should()
            .Be("module: 0 (Conv2d) cannot be lowered: its padding Same is asymmetric, which is not supported.");
        Message(nn.BatchNorm2d(4, track_running_stats: false))
            .Should().Be("module: 0 (BatchNorm2d) cannot be lowered: it has no running statistics and would normalise by the batch.");
        Message(nn.AvgPool2d(2, divisor_override: 3))
            .Should().Be("module: 0 (AvgPool2d) cannot be lowered: its divisor_override is 3, only none is supported.");
        Message(nn.AvgPool2d(2, padding: 2))
            .Should()
            .Be("module: 0 (AvgPool2d) cannot be lowered: its window is 2x2, stride 2, padding 2, and a pool's padding can be at most "
                + "half of its kernel size.");
        Message(nn.MaxPool2d((5, 3), padding: (2, 2), dilation: (2, 2)))
            .Should()
            .StartWith(
                "module: 0 (MaxPool2d) cannot be lowered: its window is 5x3, stride 5x3, padding 2, dilation 2, and a pool's padding ");
        Message(nn.Flatten(0))
            .Should().Be("module: 0 (Flatten) cannot be lowered: it flattens the axes 0 to -1, only 1 to -1 is supported.");

        static string Message(nn.Module<Tensor, Tensor> layer)
        {
            using var network = nn.Sequential(layer);
            return FluentActions.Invoking(() => InferenceGraph.Lower(network)).Should().Throw<NotSupportedException>().Which.Message;
        }
    }

    [Fact]
    internal void Lower_UnsupportedAfterSupported_LeavesNoTensorBehind()
    {
        using var network = nn.Sequential(nn.Conv2d(3, 4, 1), nn.GELU());
        var before = Tensor.TotalCount;

        FluentActions.Invoking(() => InferenceGraph.Lower(network)).Should().Throw<NotSupportedException>();

        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    internal void Lower_DisposedModule_ThrowsObjectDisposed()
    {
        var block = new ConvBlock(3, 4, kernelSize: 1);
        block.Dispose();

        FluentActions.Invoking(() => InferenceGraph.Lower(block)).Should().Throw<ObjectDisposedException>().Which.ObjectName.Should()
            .Be("module conv");
    }

    [Fact]
    internal void InferShapes_ShapeThatDoesNotFit_NamesTheNode()
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(3, 4, 5)), ("flatten", nn.Flatten()), ("fc", nn.Linear(16, 2)));
        var graph = InferenceGraph.Lower(network);

        graph.InferShapes(3, 6, 6)[graph.Output.Id].Should().Equal(2);
        FluentActions.Invoking(() => graph.InferShapes(3, 4, 6)).Should().Throw<ArgumentException>()
            .WithMessage(
                "inputShape: shape [3, 4, 6] does not fit this Sequential: node conv, Conv(%0) 3 -> 4, 5x5, cannot take shape [3, 4, 6].*");
        FluentActions.Invoking(() => graph.InferShapes(3, 7, 6)).Should().Throw<ArgumentException>()
            .WithMessage("inputShape: shape [3, 7, 6] does not fit this Sequential: node fc, Linear(%2) 16 -> 2, cannot take shape [24].*");
    }

    [Fact]
    internal void Lower_ThenPasses_LeavesNoTensorAndKeepsItsValues()
    {
        using var model = new ConvBlock(3, 4, kernelSize: 3, batchNorm: new(0.001));
        InferenceGraph? graph = null;

        LiveTensors.LeftBy(() => (graph = InferenceGraph.Lower(model)).FoldBatchNorm()).Should().Be(0);

        var values = model.Conv.weight.data<float>().ToArray();
        using (no_grad()) model.Conv.weight.fill_(7);
        graph!.Nodes.OfType<ConvNode>().Single().Weight.Values.ToArray().Should()
            .Equal(values, "the graph keeps no reference to the module");
    }

    private sealed class Doubled(nn.Module<Tensor, Tensor> inner) : Sequential(inner)
    {
        public override Tensor forward(Tensor tensor) => base.forward(tensor) * 2;
    }
}
