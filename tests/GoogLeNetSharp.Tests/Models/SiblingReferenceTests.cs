using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>LeNet, VGG and ResNet against PyTorch 1.13 and torchvision 0.14: names, shapes and numbers.</summary>
public sealed class SiblingReferenceTests
{
    [Theory]
    [InlineData("lenet")]
    [InlineData("vgg11")]
    [InlineData("vgg19_bn")]
    [InlineData("resnet18")]
    [InlineData("resnet34")]
    [InlineData("resnet50")]
    internal void Forward_FormulaWeights_AgreesWithPyTorch(string network)
    {
        var expected = SiblingCase.Load(network);
        using var scope = NewDisposeScope();
        using var model = Make(network);
        using var noGrad = no_grad();

        model.state_dict().Select(entry => (entry.Key, Shape: string.Join(" x ", entry.Value.shape)))
            .Should().Equal(expected.StateDict.Select(entry => (entry.Key, Shape: string.Join(" x ", entry.Value))),
                "those are torchvision's names, in its order");
        model.parameters().Sum(parameter => parameter.numel()).Should().Be(expected.Parameters);

        FormulaWeights.Fill(model);
        model.eval();
        var logits = model.call(FormulaWeights.Image(expected.Input));

        var values = expected.Logits.SelectMany(row => row).ToArray();
        var tolerance = 1e-4 * values.Max(Math.Abs);
        logits.shape.Should().Equal(expected.Input[0], expected.Logits[0].Length);
        logits.flatten().data<float>().ToArray().Select(value => (double)value).Should()
            .Equal(values, (x, y) => Math.Abs(x - y) <= tolerance);
        logits.argmax(1).data<long>().ToArray().Should().Equal(expected.Argmax);
    }

    private static nn.Module<Tensor, Tensor> Make(string network) => network switch
    {
        "lenet" => new LeNet(),
        "vgg11" => new Vgg(VggOptions.Vgg11),
        "vgg19_bn" => new Vgg(VggOptions.Vgg19 with { BatchNorm = true }),
        "resnet18" => new ResNet(ResNetOptions.ResNet18),
        "resnet34" => new ResNet(ResNetOptions.ResNet34),
        "resnet50" => new ResNet(ResNetOptions.ResNet50),
        _ => throw new ArgumentOutOfRangeException(nameof(network), network, "no such reference"),
    };
}
