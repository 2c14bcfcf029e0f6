using GoogLeNetSharp.Inference.Execution;
using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Tests.Inference.Execution;

/// <summary>The memory of a call, kept for the next one.</summary>
public sealed class WorkspaceTests
{
    [Fact]
    internal void Run_AfterAPlanThatDoesNotFitIntoMemory_RunsASmallerOne()
    {
        using var workspace = new Workspace(new ThreadTeam(), 1);
        Run(workspace, 4096).Should().Be(4095);
        FluentActions.Invoking(() => Run(workspace, 1L << 58)).Should().Throw<OutOfMemoryException>();

        Run(workspace, 1024).Should().Be(1023);
    }

    private static unsafe float Run(Workspace workspace, long length)
    {
        float input = 0, output = 0;
        var outputs = &output;
        workspace.Run(new Plan([new LastNumber(length)], [0], length, Scratch: 0), &input, &outputs, CancellationToken.None);
        return output;
    }

    private sealed unsafe class LastNumber(long length) : Step
    {
        public override long Items => 1;

        public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
        {
            for (var i = 0L; i < length; i++) memory.Arena[i] = i;
            *memory.Outputs[0] = memory.Arena[length - 1];
        }
    }
}
