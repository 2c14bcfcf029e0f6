using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>Memory that a kernel cannot have is an exception for its caller, before any thread starts.</summary>
public sealed unsafe class WorkerMemoryTests
{
    // More than an address space holds, and small enough to be counted in 64 bits.
    private const long TooMany = 1L << 50;

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 7)]
    [InlineData(4, 100)]
    internal void Items_OfAllWorkers_AreAllItemsOnceInOrder(int threads, long items)
    {
        using var count = new ThreadCount(threads);
        using var memory = new WorkerMemory(items, 10);
        var reached = 0L;

        for (var worker = 0L; worker < memory.Workers; worker++)
        {
            var (from, to) = memory.Items(worker);
            from.Should().Be(Math.Min(reached, items));
            reached = to;
            new Span<byte>(memory.Of(worker), 10).Fill((byte)worker);
            ((nint)memory.Of(worker) % 64).Should().Be(0);
        }

        reached.Should().Be(items);
        memory.Workers.Should().Be(Math.Min(threads, items));
        for (var worker = 0L; worker < memory.Workers; worker++)
            new Span<byte>(memory.Of(worker), 10).ToArray().Should().AllBeEquivalentTo((byte)worker);
    }

    [Fact]
    internal void MaxPool_RowThatNoMemoryHolds_ThrowsToTheCaller()
    {
        var (input, output) = (View(TooMany), View(TooMany));

        FluentActions.Invoking(() => MaxPoolKernel.Run(input, new Window2d((1, 1)), output)).Should().Throw<OutOfMemoryException>();
    }

    [Fact]
    internal void Winograd_TilesThatNoMemoryHolds_ThrowToTheCaller()
    {
        using var scope = NewDisposeScope();
        var conv = ConvolutionCase.Node(1, 1, new Window2d((3, 3)) { Padding = (1, 1) });
        var packed = WinogradConvolution.Pack(conv);

        FluentActions.Invoking(() => WinogradConvolution.Run(View(TooMany), packed, conv, View(1))).Should().Throw<OutOfMemoryException>();
    }

    [Fact]
    internal void EmptyMap_ThatNoMemoryHolds_ThrowsWithItsShape()
    {
        var make = () => NativeKernels.EmptyMap(2, 3, 1L << 25, 1L << 24, ScalarType.Float32);
        make.Should().Throw<InsufficientMemoryException>().WithMessage(
            "There is no memory for a map of 2 x 3 x 33554432 x 16777216 Float32 numbers.");
    }

    // One pixel, at an address that nobody may touch.
    private static MapView View(long channels) => new()
    {
        Address = (byte*)64,
        Images = 1,
        Channels = channels,
        Height = 1,
        Width = 1,
        PixelStride = channels,
        BFloat16 = false,
    };
}
