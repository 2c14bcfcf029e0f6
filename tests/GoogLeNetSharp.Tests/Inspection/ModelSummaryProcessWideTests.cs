using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>A summary leaves the process's random generator and its count of tensors as they were.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ModelSummaryProcessWideTests
{
    [Fact]
    internal void Create_WithGradients_LeavesThemAndTheRandomNumbers()
    {
        using var model = nn.Sequential(("linear", nn.Linear(3, 3)), ("noise", new NoiseLayer()));
        using (var input = ones(2, 3))
        using (var loss = model.call(input).sum()) loss.backward();
        using var gradient = model.parameters().First().grad!.clone();
        manual_seed(7);
        using var expected = rand(4);
        manual_seed(7);

        ModelSummary.Create(model, 2, 3);

        using var actual = rand(4);
        actual.Equals(expected).Should().BeTrue("the generator stands where it stood");
        using var after = model.parameters().First().grad!;
        after.Equals(gradient).Should().BeTrue();
        model.parameters().Should().OnlyContain(parameter => parameter.requires_grad);
    }

    [Fact]
    internal void Create_ManyTimes_LeavesNoTensor()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        using var careless = nn.Sequential(("careless", new CarelessLayer()));
        ModelSummary.Create(model, 4, 3, 32, 32);
        GC.Collect();       // what tests before this one left to the finalizer
        GC.WaitForPendingFinalizers();

        LiveTensors.LeftBy(() =>
        {
            for (var i = 0; i < 3; i++)
            {
                ModelSummary.Create(model, 4, 3, 32, 32);
                ModelSummary.Create(careless, 4, 3);
                careless.Invoking(broken => ModelSummary.Create(broken, 4, 5)).Should().Throw<SummaryException>();
            }
        }).Should().Be(0);
    }
}
