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
    internal void MergeSiblingConvolutions_Inception_MakesOneOfThreeAndSlicesIt()
    {
        using var module = new InceptionModule(4, new InceptionWidths(Ch1x1: 2, Ch3x3Reduce: 3, Ch3x3: 4, Ch5x5Reduce: 1, Ch5x5: 2, PoolProjection: 2));
        var graph = InferenceGraph.Lower(module);
        var fused = graph.FuseRelu();
        var merged = fused.MergeSiblingConvolutions();

        merged.ToString().Should().Be(
            """
            InceptionModule: 10 nodes, 204 weights
             %0  input                                       Input() 4 channels
            %15  branch1.conv+branch2.0.conv+branch3.0.conv  Conv(%0) 4 -> 6, 1x1, relu
             %1  branch1.conv                                Slice(%15) channels 0 to 1
             %3  branch2.0.conv                              Slice(%15) channels 2 to 4
             %7  branch3.0.conv                              Slice(%15) channels 5 to 5
             %5  branch2.1.conv                              Conv(%3) 3 -> 4, 3x3, padding 1, relu
             %9  branch3.1.conv                              Conv(%7) 1 -> 2, 5x5, padding 2, relu
            %11  branch4.0                                   MaxPool(%0) 3x3, padding 1
            %12  branch4.1.conv                              Conv(%11) 4 -> 2, 1x1, relu
            %14  concat                                      Concat(%1, %5, %9, %12)

            """);
    }
}
