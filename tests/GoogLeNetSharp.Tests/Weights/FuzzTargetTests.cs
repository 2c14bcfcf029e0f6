using GoogLeNetSharp.Tests.Weights.Making;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>That the random tests would notice: readers that do wrong on purpose.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class FuzzTargetTests
{
    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(500);

    [Fact]
    internal void Try_ProperRefusal_IsNoProblem() =>
        Problem((_, _) => throw new InvalidDataException("stream: byte 0: x")).Should().BeNull();

    [Fact]
    internal void Try_ModuleChangedBySuccess_IsNoProblem() => Problem((module, _) => Change(module)).Should().BeNull();

    [Fact]
    internal void Try_OtherException_IsAProblem() =>
        Problem((_, _) => throw new OverflowException("x")).Should().StartWith("reader: System.OverflowException: x");

    [Fact]
    internal void Try_MessageWithoutTheFile_IsAProblem() =>
        Problem((_, _) => throw new InvalidDataException("byte 0: x")).Should().Be("reader does not name the file: byte 0: x");

    [Fact]
    internal void Try_ModuleChangedByAFailure_IsAProblem() => Problem((module, _) =>
    {
        Change(module);
        throw new InvalidDataException("stream: byte 0: x");
    }).Should().Be("a failed reader changed weight");

    [Fact]
    internal void Try_TensorLeft_IsAProblem()
    {
        var left = new List<Tensor>();
        Problem((_, _) => left.Add(zeros(1))).Should().Be("1 tensors stayed behind");
        left[0].Dispose();
    }

    [Fact]
    internal void Try_TooMuchTime_IsAProblem() => Problem((_, _) =>
    {
        for (TimeSpan start = Environment.CpuUsage.TotalTime; Environment.CpuUsage.TotalTime - start < 2 * MostTime;) Thread.SpinWait(1000);
    }).Should().StartWith("reader took 00:00:0");

    [Fact]
    internal void Try_TooMuchMemory_IsAProblem() =>
        Problem((_, _) => GC.KeepAlive(new byte[2 << 20])).Should().StartWith("reader allocated 2");

    private static string? Problem(Action<nn.Module, Stream> read)
    {
        var module = nn.Linear(1, 1, hasBias: false);
        using var target = new FuzzTarget(module, ("reader", stream => read(module, stream))) { MostTime = MostTime, MostBytes = 1 << 20 };
        return target.Try([1, 2, 3]);
    }

    private static void Change(nn.Module module)
    {
        using (no_grad()) module.state_dict()["weight"].fill_(7);
    }
}
