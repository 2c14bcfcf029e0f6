using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>Checkpoints as training scripts write them (make_user_checkpoints.py), with PyTorch's own numbers.</summary>
public sealed class UserCheckpointTests
{
    [Theory]
    [InlineData("user_model_state_dict.pth")]
    [InlineData("user_net.pth")]
    [InlineData("user_model.pth")]
    [InlineData("user_ema.pth")]
    [InlineData("user_compiled.pth")]
    [InlineData("user_everything.pth")]
    [InlineData("user_everything_legacy.pth")]
    [InlineData("user_everything_protocol4.pth")]
    internal void LoadWeights_UsualKey_IsFoundAndWhatLiesBesideIsInert(string file)
    {
        using var network = SmallNetwork.New();

        network.LoadWeights(Fixture.Path(file));

        ShouldHold(network, "state");
    }

    [Theory]
    [InlineData("user_ema.pth", "state_dict_ema", "ema")]
    [InlineData("user_ema.pth", "state_dict", "state")]
    [InlineData("user_two.pth", "discriminator", "ema")]
    [InlineData("user_everything.pth", "state_dict", "state")]
    internal void LoadWeights_NamedKey_IsTheOneThatIsRead(string file, string key, string expected)
    {
        using var network = SmallNetwork.New();

        network.LoadWeights(Fixture.Path(file), new LoadWeightsOptions { StateDictKey = key });

        ShouldHold(network, expected);
    }

    [Fact]
    internal void LoadWeights_TwoStateDicts_ListsTheKeysAndChangesNothing()
    {
        using var network = SmallNetwork.New();
        var before = SmallNetwork.Snapshot(network);

        FluentActions.Invoking(() => network.LoadWeights(Fixture.Path("user_two.pth"))).Should().Throw<InvalidDataException>()
            .WithMessage(
                "*user_two.pth*: more than one may be it; the file has the keys 'generator', 'discriminator', 'epoch': name one with "
                + "StateDictKey*");

        SmallNetwork.ShouldBe(network, before);
    }

    [Theory]
    [InlineData("missing", "the key 'missing' is not there; the file has the keys 'net', 'acc', 'epoch'")]
    [InlineData("epoch", "under 'epoch' is *, not a dict; the file has the keys 'net', 'acc', 'epoch'")]
    internal void LoadWeights_KeyThatHoldsNoStateDict_ListsTheKeys(string key, string message)
    {
        using var network = SmallNetwork.New();

        FluentActions.Invoking(() => network.LoadWeights(Fixture.Path("user_net.pth"), new LoadWeightsOptions { StateDictKey = key }))
            .Should().Throw<InvalidDataException>().WithMessage($"*user_net.pth*: {message}*");
    }

    private static void ShouldHold(nn.Module network, string state)
    {
        var loaded = network.state_dict();
        foreach (var tensor in Fixture.Recorded("user_expected.json", state)) tensor.ShouldBe(loaded[tensor.Name]);
    }
}
