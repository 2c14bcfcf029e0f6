using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>Mean and deviation of every initialisation, on a convolution and a linear layer with many weights, and the biases.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class InitializerTests
{
    // fan_in of inception5b's 3x3 convolution (192 x 3 x 3) and of fc (1024).
    private const double ConvFanIn = 1728;
    private const double LinearFanIn = 1024;

    [Theory]
    [InlineData(WeightInitialization.PyTorchDefault)]
    [InlineData(WeightInitialization.Normal)]
    [InlineData(WeightInitialization.Xavier)]
    [InlineData(WeightInitialization.Kaiming)]
    internal void Weights_Initialization_HaveItsMeanAndDeviation(WeightInitialization initialization)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new GoogLeNet(GoogLeNetOptions.Paper with { Initialization = initialization });
        var state = model.state_dict();

        Check(state["inception5b.branch2.1.conv.weight"], Deviation(initialization, ConvFanIn));
        Check(state["fc.weight"], Deviation(initialization, LinearFanIn));
        Check(state["aux1.fc2.weight"], Deviation(initialization, LinearFanIn));

        static void Check(Tensor weight, double deviation)
        {
            weight.mean().item<float>().Should().BeApproximately(0, (float)(0.02 * deviation));
            weight.std().item<float>().Should().BeApproximately((float)deviation, (float)(0.02 * deviation));
        }
    }

    [Fact]
    internal void Weights_UniformInitializations_StayWithinTheirBounds()
    {
        using var scope = NewDisposeScope();
        using var pytorch = new GoogLeNet(GoogLeNetOptions.Paper with { Initialization = WeightInitialization.PyTorchDefault });
        using var xavier = new GoogLeNet(GoogLeNetOptions.Paper with { Initialization = WeightInitialization.Xavier });

        Largest(pytorch).Should().BeInRange((float)(0.99 / Math.Sqrt(ConvFanIn)), (float)(1.0001 / Math.Sqrt(ConvFanIn)));
        Largest(xavier).Should().BeInRange((float)(0.99 * Math.Sqrt(3 / ConvFanIn)), (float)(1.0001 * Math.Sqrt(3 / ConvFanIn)));

        static float Largest(GoogLeNet model) => model.state_dict()["inception5b.branch2.1.conv.weight"].abs().max().item<float>();
    }

    [Theory]
    [InlineData(WeightInitialization.Xavier, 0.2, 0.2, 0)]
    [InlineData(WeightInitialization.Kaiming, 0, 0, 0)]
    internal void Biases_Initialization_AreItsConstants(WeightInitialization initialization, double conv, double hidden, double classifier)
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(GoogLeNetOptions.Paper with { Initialization = initialization });
        var state = model.state_dict();

        Constant("conv1.conv.bias", conv);
        Constant("aux1.conv.conv.bias", conv);
        Constant("aux1.fc1.bias", hidden);
        Constant("aux2.fc2.bias", classifier);
        Constant("fc.bias", classifier);

        void Constant(string name, double value) =>
            state[name].data<float>().ToArray().Should().OnlyContain(bias => bias == (float)value, "{0} starts at {1}", name, value);
    }

    [Theory]
    [InlineData(WeightInitialization.Normal)]
    [InlineData(WeightInitialization.Kaiming)]
    internal void BatchNorm_AnyInitialization_StartsAtOneAndZero(WeightInitialization initialization)
    {
        using var scope = NewDisposeScope();
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision with { Initialization = initialization });

        foreach (var (name, value) in model.named_parameters().Where(entry => entry.name.Contains(".bn.", StringComparison.Ordinal)))
            value.data<float>().ToArray().Should().OnlyContain(x => x == (name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0));
    }

    private static double Deviation(WeightInitialization initialization, double fanIn) => initialization switch
    {
        WeightInitialization.PyTorchDefault => Math.Sqrt(1 / (3 * fanIn)),      // uniform in +-1/sqrt(fan_in)
        WeightInitialization.Normal => 0.01,
        WeightInitialization.Xavier => Math.Sqrt(1 / fanIn),                    // uniform in +-sqrt(3/fan_in)
        WeightInitialization.Kaiming => Math.Sqrt(2 / fanIn),
        _ => throw new ArgumentOutOfRangeException(nameof(initialization), initialization, "no expectation"),
    };
}
