using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Blocks;

/// <summary>What holds for each block: gradients reach every parameter, and several threads may call it in evaluation mode.</summary>
public sealed class BlockGradientTests
{
    [Fact]
    internal void Backward_EachBlock_ReachesEveryParameter()
    {
        using var scope = NewDisposeScope();
        foreach (var block in Blocks())
        {
            block.call(randn(2, 3, 14, 14)).square().sum().backward();

            foreach (var (name, parameter) in block.named_parameters())
            {
                (parameter.grad is { } gradient && gradient.abs().sum().item<float>() > 0).Should()
                    .BeTrue("gradient reaches {0} of {1}", name, block.GetType().Name);
            }
        }
    }

    [Fact]
    internal void Forward_SeveralThreadsInEvalMode_GiveOneThreadsNumbers()
    {
        foreach (var block in Blocks())
        {
            block.eval();
            using var image = randn(2, 3, 14, 14);
            using var expected = block.call(image);
            var differences = new ConcurrentBag<int>();

            Parallel.For(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            {
                using var noGrad = no_grad();
                using var output = block.call(image);
                if (!output.allclose(expected, rtol: 1e-4, atol: 1e-6)) differences.Add(i);
            });

            differences.Should().BeEmpty("{0} gives the same in every thread", block.GetType().Name);
            block.Dispose();
        }
    }

    private static nn.Module<Tensor, Tensor>[] Blocks()
    {
        var widths = new InceptionWidths(4, 4, 5, 4, 6, 7);
        return
        [
            new ConvBlock(3, 4, 3), new ConvBlock(3, 4, 3, batchNorm: new(1e-3)), new InceptionNaive(3, 4, 5, 6),
            new InceptionModule(3, widths),
            new InceptionModule(3, widths, branch5x5Kernel: 3, batchNorm: new(1e-3)), new AuxiliaryClassifier(3, 4),
        ];
    }
}
