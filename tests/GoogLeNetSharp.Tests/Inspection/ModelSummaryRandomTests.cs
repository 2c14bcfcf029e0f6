using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>Summaries and the random number generator, which all threads share: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(ModelSummaryRandomTests), DisableParallelization = true)]
[Collection(nameof(ModelSummaryRandomTests))]
public sealed class ModelSummaryRandomTests
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
}
