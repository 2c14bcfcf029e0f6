using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Numerics;

/// <summary>The reference against sums made by hand, and against libtorch in double precision, which oneDNN has no part in.</summary>
public sealed class ReferenceConvolutionTests
{
    [Fact]
    internal void Compute_TwoByTwoOnThreeByThree_SumsByHand()
    {
        var convolution = new ConvolutionCase(ScalarType.Float32, 1, 1, 2) { Images = 1, Side = 3 };

        var operands = new ConvolutionOperands([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 10, 100, 1000], [1, 2, 3, 4]);

        var numbers = ReferenceConvolution.Compute(convolution, operands);

        numbers.Output.Should().Equal(5421, 6532, 8754, 9865);
        numbers.InputGradient.Should().Equal(1, 12, 20, 103, 1234, 2040, 300, 3400, 4000);
        numbers.WeightGradient.Should().Equal(37, 47, 67, 77);
    }

    [Fact]
    internal void Compute_EveryCaseOfTheTable_AgreesWithLibtorchInDoublePrecision()
    {
        foreach (var convolution in ConvolutionTable.Cases.Where(convolution => convolution.Type == ScalarType.Float32))
        {
            var operands = convolution.Operands();
            var expected = LibtorchConvolution.Compute(convolution with { Type = ScalarType.Float64 }, operands);

            var numbers = ReferenceConvolution.Compute(convolution, operands);

            numbers.Output.Should().Equal(expected.Output, convolution.ToString());
            (numbers.InputGradient ?? []).Should().Equal(expected.InputGradient ?? [], convolution.ToString());
            (numbers.WeightGradient ?? []).Should().Equal(expected.WeightGradient ?? [], convolution.ToString());
        }
    }
}
