using GoogLeNetSharp.Inference.Execution;
using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Tests.Inference.Execution;

/// <summary>Threads that help calls: each item is computed once, errors reach the caller, calls do not disturb each other.</summary>
public sealed class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    internal void Run_ManySteps_ComputesEachItemOnce(int threads)
    {
        var call = new TeamCall(new ThreadTeam(), threads);
        var counts = new int[1000];
        Begin(call);

        for (var i = 0; i < 200; i++) call.Run(new SomeStep(counts.Length, item => Interlocked.Increment(ref counts[item])));
        call.End();

        counts.Should().AllBeEquivalentTo(200);
    }

    [Fact]
    internal void Run_StepThatThrows_ThrowsAtTheCallerAndGoesOn()
    {
        var call = new TeamCall(new ThreadTeam(), 4);
        Begin(call);

        FluentActions.Invoking(() => call.Run(new SomeStep(64, item => throw new OutOfMemoryException($"item {item > -1}"))))
            .Should().Throw<OutOfMemoryException>().WithMessage("item True");
        var computed = 0;
        call.Run(new SomeStep(64, _ => Interlocked.Increment(ref computed)));
        call.End();

        computed.Should().Be(64);
    }

    [Fact]
    internal void Run_TwoThreadsThatWaitForEachOther_ComputeAtTheSameTime()
    {
        var call = new TeamCall(new ThreadTeam(), 2);
        using var both = new Barrier(2);
        Begin(call);

        call.Run(new SomeStep(2, _ => both.SignalAndWait(TimeSpan.FromSeconds(30)).Should().BeTrue()));
        call.End();
    }

    [Fact]
    internal void Run_EightCallersOfOneTeam_ComputeTheirOwn()
    {
        var team = new ThreadTeam();
        var sums = new long[8];
        Thread[] threads = [.. Enumerable.Range(0, sums.Length).Select(caller => new Thread(() =>
        {
            var call = new TeamCall(team, 3);
            Begin(call);
            for (var i = 0; i < 100; i++) call.Run(new SomeStep(50, item => Interlocked.Add(ref sums[caller], item)));
            call.End();
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        sums.Should().AllBeEquivalentTo(100L * 49 * 50 / 2);
    }

    private static unsafe void Begin(TeamCall call) => call.Begin(new Memory(null, null, null, null), null, 0);

    private sealed class SomeStep(long items, Action<long> compute) : Step
    {
        public override long Items => items;

        public override unsafe void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
        {
            for (var item = from; item < to; item++) compute(item);
        }
    }
}
