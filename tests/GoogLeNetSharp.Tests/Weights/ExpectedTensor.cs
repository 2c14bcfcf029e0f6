using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>A tensor as PyTorch printed it, values in row-major order.</summary>
internal sealed record ExpectedTensor(string Name, ScalarType Type, long[] Shape, double[] Values)
{
    internal void ShouldBe(Tensor tensor)
    {
        tensor.dtype.Should().Be(Type, Name);
        tensor.shape.Should().Equal(Shape, Name);
        using Tensor doubles = tensor.to(ScalarType.Float64);
        using Tensor flat = doubles.flatten();
        flat.data<double>().ToArray().Should().Equal(Values, Name);
    }
}
