using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>The model is after a summary what it was before.</summary>
public sealed class ModelSummaryStateTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    internal void Create_FrozenModelInEitherMode_LeavesModesAndStatistics(bool training)
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        model.Freeze("inception3a");
        model.train(training);
        model.Stages[^1].Module.train(!training);
        var modes = model.modules().Select(module => module.training).ToArray();
        modes.Should().Contain(true).And.Contain(false);
        using var scope = NewDisposeScope();
        var before = model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());

        ModelSummary.Create(model, 1, 3, 32, 32);

        model.training.Should().Be(training);
        model.modules().Select(module => module.training).Should().Equal(modes);
        foreach (var (name, value) in model.state_dict()) value.Equals(before[name]).Should().BeTrue("{0} is untouched", name);
    }

    [Fact]
    internal void Create_TrainingWithOneValuePerChannel_Works()
    {
        using var block = new ConvBlock(3, 4, kernelSize: 1, batchNorm: new(0.001));
        block.train();

        ModelSummary.Create(block, 1, 3, 1, 1).Rows[0].OutputShape.Should().Equal(1, 4, 1, 1);
    }

    [Fact]
    internal void Create_BetweenForwardAndBackward_DoesNotDisturbTheGradient()
    {
        using var model = new ConvBlock(3, 4, kernelSize: 3, batchNorm: new(0.001));
        using var input = rand(2, 3, 8, 8);
        using var loss = model.call(input).sum();

        ModelSummary.Create(model, 2, 3, 8, 8);

        loss.Invoking(tensor => tensor.backward()).Should().NotThrow();
    }

    [Fact]
    internal void Create_BufferThatForwardChanges_IsPutBack()
    {
        using var model = new CountingLayer();

        ModelSummary.Create(model, 2, 3);

        model.named_buffers().Single().buffer.item<long>().Should().Be(0);
    }

    [Fact]
    internal void Create_ModelWithHooks_KeepsThoseAndTakesItsOwnOff()
    {
        using var model = nn.Sequential(("first", nn.Linear(3, 3)), ("second", nn.ReLU()));
        var calls = 0;
        model.register_forward_hook((_, _, _) =>
        {
            calls++;
            return null!;
        });
        using var input = ones(1, 3);

        var before = ModelSummary.Create(model, 1, 3);
        model.call(input).Dispose();
        var after = ModelSummary.Create(model, 1, 3);

        calls.Should().Be(3);
        after.ToJson().Should().Be(before.ToJson(), "hooks left behind would count calls twice");
        after.Row("first").TimesCalled.Should().Be(1);
    }

    [Fact]
    internal void Create_FailingForward_LeavesTheModel()
    {
        using var model = nn.Sequential(("drop", nn.Dropout()), ("linear", nn.Linear(3, 4)));
        model.train();

        model.Invoking(broken => ModelSummary.Create(broken, 2, 5)).Should().Throw<SummaryException>();

        model.modules().Should().OnlyContain(module => module.training);
        ModelSummary.Create(model, 2, 3).Row("linear").TimesCalled.Should().Be(1);
    }
}
