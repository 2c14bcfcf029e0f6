using GoogLeNetSharp.Weights.Pickle;

namespace GoogLeNetSharp.Tests.Weights.Pickle;

/// <summary>The dict of the unpickler.</summary>
public sealed class PickleDictTests
{
    [Fact]
    internal void TryAdd_KeysChosenToShareAHash_AreTakenAsFastAsOthers()
    {
        // (i << 32) | i: both halves alike, so that .NET's own hash of each is 0. With that hash this test takes minutes.
        var dict = new PickleDict();
        for (var i = 0L; i < 200_000; i++) dict.TryAdd((i << 32) | i, null).Should().BeTrue();

        dict.Items.Should().HaveCount(200_000);
        dict.TryAdd(0L, null).Should().BeFalse();
    }
}
