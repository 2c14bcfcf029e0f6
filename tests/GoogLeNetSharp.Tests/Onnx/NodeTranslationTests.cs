using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>Single layers, run by ONNX Runtime and by TorchSharp.</summary>
public sealed class NodeTranslationTests
{
    private static readonly OnnxExportOptions SevenChannels = new() { Channels = 7 };

    [Theory]
    [InlineData(5, 0.9, 0.75, 1.0, "LRN")]
    [InlineData(3, 2.0, 0.5, 2.0, "LRN")]
    [InlineData(4, 0.9, 0.75, 1.0, "Mul Unsqueeze AveragePool Squeeze Mul Add Pow Div")]
    [InlineData(2, 3.0, 1.5, 0.5, "Mul Unsqueeze AveragePool Squeeze Mul Add Pow Div")]
    internal void LocalResponseNorm_OddAndEvenSize_Agrees(long size, double alpha, double beta, double k, string operators)
    {
        using var norm = nn.Sequential(("norm", nn.LocalResponseNorm(size, alpha, beta, k)));

        Exported.ShouldAgree(norm, SevenChannels, [1, 7, 3, 4], [2, 7, 5, 2]);

        Exported.Proto(norm, SevenChannels).Graph.Node.Select(node => node.OpType).Should().Equal(operators.Split(' '));
    }

    [Fact]
    internal void GoogLeNet_TransformInput_IsOneMultiplicationAndOneAddition()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision with { TransformInput = true });

        var nodes = Exported.Proto(model, new() { Height = 224, Width = 224 }).Graph.Node;

        nodes.Take(3).Select(node => (node.OpType, node.Name)).Should().Equal(
            ("Mul", "transform_input.scaled"), ("Add", "transform_input"), ("Conv", "conv1.conv"));
    }

    [Fact]
    internal void GoogLeNet_TorchVision_HasNoDropoutNoHeadsAndNoBatchNorm()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);
        FormulaWeights.Fill(model);

        var file = Exported.Proto(model, new() { Height = 224, Width = 224 });

        file.Graph.Node.CountBy(node => node.OpType).OrderBy(pair => pair.Key, StringComparer.Ordinal).Should().Equal(
            new("Concat", 9), new("Conv", 57), new("Flatten", 1), new("Gemm", 1), new("GlobalAveragePool", 1), new("MaxPool", 13),
            new("Relu", 57));
        file.Graph.Initializer.Should().NotContain(tensor => tensor.Name.StartsWith("aux"));
        file.Graph.Initializer.Sum(tensor => tensor.Dims.Aggregate(1L, (product, side) => product * side)).Should().Be(
            6_624_904 - 7_280, "a bias takes the place of batch norm's weight and bias");
    }

    [Fact]
    internal void GoogLeNet_BatchNormKept_InitializersAreTheStateDict()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision with { AuxiliaryHeads = false });
        FormulaWeights.Fill(model);

        var file = Exported.Proto(model, new() { FoldBatchNorm = false, Height = 224, Width = 224 });

        var expected = model.state_dict().Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToArray();
        file.Graph.Initializer.Select(tensor => tensor.Name).Should().Equal(expected.Select(pair => pair.Key));
        foreach (var (stored, (name, tensor)) in file.Graph.Initializer.Zip(expected))
        {
            stored.Dims.Should().Equal(tensor.shape);
            stored.RawData.Span.SequenceEqual(tensor.bytes).Should().BeTrue("{0} is stored as it is", name);
        }
    }
}
