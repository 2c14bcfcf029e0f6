using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Numerics;
using GoogLeNetSharp.Tests.Inference;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Numerics;

/// <summary>The thread count of a call ends with it, and belongs to the calling thread alone.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ThreadCountTests
{
    [Fact]
    internal void Predict_TwoCountsOnFreshThreads_LeaveCallersAndTheProcessAsTheyWere()
    {
        var before = OnAFreshThread(get_num_threads);
        using var network = InferenceModelTests.Filled(nn.Sequential(("conv", nn.Conv2d(3, 8, 3)), ("relu", nn.ReLU())));
        using var one = network.Compile(new InferenceOptions { Threads = 1 });
        using var three = network.Compile(new InferenceOptions { Threads = 3 });
        using var image = FormulaWeights.Image(1, 3, 12, 12);
        var after = new int[240];

        for (var round = 0; round < after.Length; round += 8)
        {
            var first = round;
            Thread[] threads = [.. Enumerable.Range(first, 8).Select(call => new Thread(() =>
            {
                using var output = (call % 2 == 0 ? one : three).Predict(image);
                after[call] = get_num_threads();
            }))];
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
        }

        after.Should().AllBeEquivalentTo(before);
        OnAFreshThread(get_num_threads).Should().Be(before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    internal void ThreadCount_WhileItLives_IsTheCountOfItsThreadAlone(int threads)
    {
        OnAFreshThread(() =>
        {
            var before = get_num_threads();
            using (new ThreadCount(threads))
            {
                get_num_threads().Should().Be(threads);
                OnAFreshThread(get_num_threads).Should().Be(before);
            }

            get_num_threads().Should().Be(before);
            return before;
        });
    }

    [Fact]
    internal void ThreadCount_None_ChangesNothing()
    {
        var before = get_num_threads();
        using (new ThreadCount(null)) get_num_threads().Should().Be(before);
        get_num_threads().Should().Be(before);
    }

    private static int OnAFreshThread(Func<int> ask)
    {
        var answer = Task.Factory.StartNew(ask, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return answer.GetAwaiter().GetResult();
    }
}
