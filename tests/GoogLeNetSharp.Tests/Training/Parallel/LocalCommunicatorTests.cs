using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Tests.Training.Parallel;

/// <summary>The collective operations between threads.</summary>
public sealed class LocalCommunicatorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    internal void AllReduce_ManyRounds_GivesTheSumsOfEachToAll(int processes)
    {
        var results = LocalTraining.Run(processes, communicator => Enumerable.Range(0, 100).Select(round =>
        {
            Span<float> single = [communicator.Rank + round, 1];
            Span<double> twice = [communicator.Rank * 0.5];
            communicator.AllReduce(single);
            communicator.AllReduce(twice);
            return (single[0], single[1], twice[0]);
        }).ToArray());

        var ranks = processes * (processes - 1) / 2;
        foreach (var result in results)
        {
            result.Should().Equal(Enumerable.Range(0, 100)
                .Select(round => ((float)(ranks + (processes * round)), (float)processes, ranks * 0.5)));
        }
    }

    [Fact]
    internal void Broadcast_BytesOfProcess0_ReachAll()
    {
        var results = LocalTraining.Run(3, communicator =>
        {
            byte[] bytes = communicator.Rank == 0 ? [7, 8, 9] : new byte[3];
            communicator.Broadcast(bytes);
            communicator.Barrier();
            return bytes;
        });

        results.Should().AllSatisfy(bytes => bytes.Should().Equal(7, 8, 9));
    }

    [Fact]
    internal void Abort_OthersWait_EndsThemWithTheMessage()
    {
        var outcomes = LocalTraining.Try<string>(3, communicator =>
        {
            if (communicator.Rank == 1) communicator.Abort("no space left");
            else communicator.Barrier();
            return "done";
        });

        outcomes[1].Result.Should().Be("done");
        foreach (var rank in new[] { 0, 2 })
        {
            outcomes[rank].Error.Should().BeOfType<IOException>().Which.Message.Should().Be("Process 1 of 3 failed: no space left");
        }
    }

    [Fact]
    internal void Create_NoThread_IsRefused() =>
        FluentActions.Invoking(() => LocalCommunicator.Create(0)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("size");

    [Fact]
    internal void ToString_OfAGroup_NamesTheRank() => LocalCommunicator.Create(2)[1].ToString().Should().Be("thread 1 of 2");
}
