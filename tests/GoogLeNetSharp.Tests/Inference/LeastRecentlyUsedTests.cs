using GoogLeNetSharp.Inference;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>The cache drops what was not asked for the longest.</summary>
public sealed class LeastRecentlyUsedTests
{
    [Fact]
    internal void Put_BeyondTheCapacity_DropsTheLeastRecentlyUsed()
    {
        var cache = new LeastRecentlyUsed<int, string>(capacity: 3);
        for (var key = 1; key <= 3; key++) cache.Put(key, $"{key}");
        cache.TryGet(1, out var one).Should().BeTrue();
        one.Should().Be("1");

        cache.Put(4, "4");

        Keys(cache).Should().Equal(1, 3, 4);
    }

    [Fact]
    internal void Put_KeyThatIsThere_ReplacesItsValueAndDropsNothing()
    {
        var cache = new LeastRecentlyUsed<int, string>(capacity: 2);
        cache.Put(1, "old");
        cache.Put(2, "2");
        cache.Put(1, "new");

        cache.TryGet(1, out var value).Should().BeTrue();
        value.Should().Be("new");
        Keys(cache).Should().Equal(1, 2);
    }

    [Fact]
    internal void TryGet_UnknownKey_IsFalse()
    {
        new LeastRecentlyUsed<int, string>(capacity: 1).TryGet(1, out var value).Should().BeFalse();
        value.Should().BeNull();
    }

    [Fact]
    internal void PutAndTryGet_FromSeveralThreads_KeepTheCapacity()
    {
        var cache = new LeastRecentlyUsed<int, int>(capacity: 8);

        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < 5000; i++)
            {
                cache.Put((i * 7) + thread, thread);
                cache.TryGet(i, out _);
            }
        });

        Enumerable.Range(0, 40_000).Count(key => cache.TryGet(key, out _)).Should().Be(8);
    }

    private static int[] Keys(LeastRecentlyUsed<int, string> cache) =>
        [.. Enumerable.Range(0, 10).Where(key => cache.TryGet(key, out _))];
}
