using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Graphs;

/// <summary>What the passes make of graphs; that they compute the same is tested where graphs are run.</summary>
public sealed class GraphPassesTests
{
    [Fact]
    internal void FoldBatchNorm_TorchVision_LeavesNone()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision with { AuxiliaryHeads = false });
        var graph = InferenceGraph.Lower(model);
        var folded = graph.FoldBatchNorm();

        folded.Nodes.OfType<BatchNormNode>().Should().BeEmpty();
        folded.Nodes.OfType<ConvNode>().Should().HaveCount(57).And.NotContain(conv => Equals(conv.Bias, null));
        graph.Nodes.OfType<BatchNormNode>().Should().HaveCount(57, "a pass leaves its source as it is");
        folded[graph.Output.Id].Inputs.Should().Equal(graph.Output.Inputs, "nodes keep their numbers");
    }

    [Fact]
    internal void FoldBatchNorm_KnownNumbers_AreTheFormula()
    {
        using var block = new ConvBlock(1, 1, kernelSize: 1, batchNorm: new(1));
        using (no_grad())
        {
            block.Conv.weight.fill_(3);
            block.BatchNorm!.weight.fill_(4);
            block.BatchNorm.bias!.fill_(5);
            block.BatchNorm.running_mean!.fill_(7);
            block.BatchNorm.running_var!.fill_(3);
        }

        var graph = InferenceGraph.Lower(block);
        var folded = graph.FoldBatchNorm();

        var conv = folded.Nodes.OfType<ConvNode>().Single();
        conv.Weight.Values.ToArray().Should().Equal(3 * 4 / 2f);
        conv.Bias!.Values.ToArray().Should().Equal(((0 - 7) * 4 / 2f) + 5);
    }

    [Fact]
    internal void FoldBatchNorm_NormWithoutConvolution_StaysANode()
    {
        using var network = nn.Sequential(nn.BatchNorm2d(3), nn.ReLU(), nn.BatchNorm2d(3, affine: false));
        var graph = InferenceGraph.Lower(network);
        var folded = graph.FoldBatchNorm();

        folded.Nodes.Select(node => node.Operator).Should().Equal("Input", "BatchNorm", "Relu", "BatchNorm");
    }

    [Fact]
    internal void DropDropout_LastNode_MakesTheOneBeforeTheOutput()
    {
        using var network = nn.Sequential(("fc", nn.Linear(3, 2)), ("dropout", nn.Dropout(0.5)));
        var graph = InferenceGraph.Lower(network);
        var dropped = graph.DropDropout();

        dropped.Output.Name.Should().Be("fc");
    }

    [Fact]
    internal void FuseRelu_ConvolutionReadTwice_KeepsItsRelu()
    {
        using var inception = new InceptionNaive(2, 1, 1, 1);
        using var network = nn.Sequential(("conv", nn.Conv2d(3, 2, 1)), ("relu", nn.ReLU()), ("mixed", inception));
        var graph = InferenceGraph.Lower(network);
        var fused = graph.FuseRelu();

        fused.Nodes.OfType<ReluNode>().Should().BeEmpty();
        fused.Nodes.OfType<ConvNode>().Should().OnlyContain(conv => conv.Relu);

        using var bare = nn.Sequential(("conv", nn.Conv2d(3, 2, 1)), ("mixed", inception));
        var bareGraph = InferenceGraph.Lower(bare);
        var bareFused = bareGraph.FuseRelu();

        bareFused.Nodes.OfType<ConvNode>().Single(conv => conv.Name == "conv").Relu.Should().BeFalse();
    }

    [Fact]
    internal void FuseRelu_AfterASum_JoinsTheSumAlone()
    {
        using var block = new ResidualBlock(4, 4);

        var fused = InferenceGraph.Lower(block).FoldBatchNorm().FuseRelu();

        fused.Nodes.OfType<ReluNode>().Should().BeEmpty();
        fused.Nodes.OfType<AddNode>().Should().ContainSingle().Which.Relu.Should().BeTrue();
        fused.Output.Should().BeOfType<AddNode>();
    }
}
