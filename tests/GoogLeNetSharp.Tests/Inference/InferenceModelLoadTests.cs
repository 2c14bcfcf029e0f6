using System.Diagnostics;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Tests.Reference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>Compiled models under load: threads, cancellation, tensors and memory left over.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class InferenceModelLoadTests
{
    private const int Threads = 8;
    private const int Calls = 200;
    private const double MegaByte = 1 << 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    internal void Predict_EightThreadsMixedBatches_SameNumbersAndNothingLeft(int threadsOfACall)
    {
        using var network = InferenceModelTests.Filled(nn.Sequential(
            ("stem", new ConvBlock(3, 16, kernelSize: 3, padding: 1, batchNorm: new(0.001))),
            ("pool", nn.MaxPool2d(3, stride: 2, ceil_mode: true)),
            ("inception", new InceptionModule(16, new InceptionWidths(8, 8, 16, 4, 8, 8), batchNorm: new(0.001))),
            ("global", nn.AdaptiveAvgPool2d(1)),
            ("flatten", nn.Flatten()),
            ("fc", nn.Linear(40, 10))));
        using var fast = network.Compile(new InferenceOptions { ChunkSize = 4, Threads = threadsOfACall });
        Tensor[] batches = [.. new long[] { 1, 2, 3, 5, 8 }.Select(size => FormulaWeights.Image(size, 3, 16, 16))];
        float[][] expected = [.. batches.Select(Numbers)];
        var before = TensorsAlive();
        var wrong = 0;

        Load(Calls / 4);
        var warm = Resident();
        Load(Calls);

        wrong.Should().Be(0);
        Tensor.TotalCount.Should().Be(before);
        (Resident() - warm).Should().BeLessThan(64, "megabytes of resident memory");
        foreach (var batch in batches) batch.Dispose();

        void Load(int calls)
        {
            Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
            {
                for (var call = 0; call < calls; call++)
                {
                    var index = (call + thread) % batches.Length;
                    if (!Numbers(batches[index]).AsSpan().SequenceEqual(expected[index])) Interlocked.Increment(ref wrong);
                }
            }))];
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
        }

        float[] Numbers(Tensor batch)
        {
            using var logits = fast.Predict(batch);
            return logits.data<float>().ToArray();
        }
    }

    [Fact]
    internal void Predict_EightFirstCallsWithOneShape_EqualEachOtherAndAnotherThreadCount()
    {
        using var model = InferenceModelTests.Filled(
            new InceptionModule(16, new InceptionWidths(8, 8, 16, 4, 8, 8), batchNorm: new(0.001)));
        using var image = FormulaWeights.Image(3, 16, 28, 32);
        using var one = model.Compile(new InferenceOptions { Threads = 1 });
        using var several = model.Compile(new InferenceOptions { Threads = 2 });
        using var expected = one.Predict(image);
        using var start = new Barrier(Threads);
        var answers = new Tensor[Threads];

        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            start.SignalAndWait();
            answers[thread] = several.Predict(image);
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        answers.Should().AllSatisfy(answer => InferenceModelTests.Difference(expected, answer).Should().Be(0));
        foreach (var answer in answers) answer.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    internal void Predict_Tensor_LeavesOneTensorAndAllocatesUnder2KB(long images)
    {
        using var model = InferenceModelTests.Small();
        using var fast = model.Compile();
        using var image = FormulaWeights.Image(images, 3, 32, 32);
        for (var i = 0; i < 3; i++) fast.Predict(image).Dispose();
        var tensors = TensorsAlive();
        var bytes = GC.GetAllocatedBytesForCurrentThread();

        using var logits = fast.Predict(image);

        (GC.GetAllocatedBytesForCurrentThread() - bytes).Should().BeLessThan(2_000);
        Tensor.TotalCount.Should().Be(tensors + 1);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    internal void Predict_SpanOfAPlannedShape_AllocatesNothing(int images, int threads)
    {
        using var model = InferenceModelTests.Small();
        using var fast = model.Compile(new InferenceOptions { ChunkSize = 3, Threads = threads });
        var (pixels, logits) = (new float[images * 3 * 32 * 32], new float[images * 10]);
        long[] shape = [images, 3, 32, 32];
        for (var i = 0; i < 3; i++) fast.Predict(pixels, shape, logits);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10; i++) fast.Predict(pixels, shape, logits);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    internal void Predict_MainShapeAmongManyOthers_StaysPlanned()
    {
        using var network = InferenceModelTests.Filled(
            nn.Sequential(("conv", nn.Conv2d(1, 4, 3)), ("pool", nn.AdaptiveAvgPool2d(1)), ("flatten", nn.Flatten())));
        using var fast = network.Compile(new InferenceOptions { Threads = 1 });
        var logits = new float[4];
        for (var side = 3; side < 80; side++) Allocated(side);
        Allocated(99).Should().BePositive("a new shape is planned");

        for (var side = 3; side < 80; side++)
        {
            Allocated(side).Should().BePositive("a shape not used for long is planned anew");
            Allocated(99).Should().Be(0, "the shape used in between is not");
        }

        long Allocated(int side)
        {
            var pixels = new float[side * side];
            long[] shape = [1, 1, side, side];
            var before = GC.GetAllocatedBytesForCurrentThread();
            fast.Predict(pixels, shape, logits);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    internal void Dispose_OfCompiledModel_FreesEveryTensor()
    {
        using var model = InferenceModelTests.Small();
        using var image = FormulaWeights.Image(2, 3, 32, 32);
        var before = TensorsAlive();

        using (NewDisposeScope())
        using (var fast = model.Compile())
        {
            fast.Predict(image).Dispose();
            using (NewDisposeScope()) fast.Predict(image);
        }

        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    internal async Task PredictAsync_InputDisposedAtOnce_Answers()
    {
        using var model = InferenceModelTests.Small();
        using var fast = model.Compile();
        using var image = FormulaWeights.Image(2, 3, 32, 32);
        using var expected = fast.Predict(image);
        var copy = image.clone();

        var running = fast.PredictAsync(copy);
        copy.Dispose();
        using var actual = await running;

        InferenceModelTests.Difference(expected, actual).Should().Be(0);
    }

    [Fact]
    internal async Task PredictAsync_Cancelled_StopsEarlyAndLeavesNothing()
    {
        using var model = InferenceModelTests.Small();
        using var fast = model.Compile(new InferenceOptions { ChunkSize = 1 });
        using var image = FormulaWeights.Image(200, 3, 32, 32);
        // packs the weights for pieces of this shape
        using (var one = FormulaWeights.Image(1, 3, 32, 32)) fast.Predict(one).Dispose();
        using var cancelled = new CancellationTokenSource();
        var before = TensorsAlive();

        var running = fast.PredictAsync(image, cancelled.Token);
        cancelled.Cancel();

        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();
        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    internal async Task Dispose_WhileACallRuns_LetsItEnd()
    {
        using var model = InferenceModelTests.Small();
        var before = TensorsAlive();
        var fast = model.Compile(new InferenceOptions { ChunkSize = 1 });
        using var one = FormulaWeights.Image(1, 3, 32, 32);
        using var image = one.repeat(20, 1, 1, 1);
        fast.Predict(one).Dispose();

        var running = fast.PredictAsync(image);
        fast.Dispose();

        using (var logits = await running) logits.shape.Should().Equal(20, 10);
        Tensor.TotalCount.Should().Be(before + 2, "the two images");
    }

    // Those that a test before this one left to the finalizer are not counted.
    private static long TensorsAlive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    private static double Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / MegaByte;
    }
}
