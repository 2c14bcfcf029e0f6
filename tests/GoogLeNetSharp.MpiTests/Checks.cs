using GoogLeNetSharp.Mpi;

namespace GoogLeNetSharp.MpiTests;

/// <summary>The operations of the communicator, against what arithmetic says.</summary>
internal static class Checks
{
    private static int _passed;

    internal static int Run()
    {
        using var mpi = MpiCommunicator.Create();
        var (rank, size) = (mpi.Rank, mpi.Size);
        var expected = Environment.GetEnvironmentVariable("EXPECTED_PROCESSES");
        Check(expected is null || expected == $"{size}", $"size {size}, expected {expected}");
        Check(rank >= 0 && rank < size, $"rank {rank} of {size}");

        double[] ranks = new double[size];
        ranks[rank] = 1;
        mpi.AllReduce(ranks);
        Check(ranks.All(count => count == 1), "every rank once");

        float[] small = [rank, 1, -0.5f];
        mpi.AllReduce(small);
        Check(small.SequenceEqual([size * (size - 1) / 2f, size, -0.5f * size]), "sums of float32");

        // Above the lengths at which MPI libraries change their algorithms, and no multiple of anything.
        var random = new Random(rank);
        float[] large = [.. Enumerable.Range(0, 3_000_001).Select(_ => random.NextSingle() - 0.5f)];
        var right = new double[large.Length];
        for (var other = 0; other < size; other++)
        {
            var draw = new Random(other);
            for (var i = 0; i < right.Length; i++) right[i] += draw.NextSingle() - 0.5f;
        }

        float[] again = [.. large];
        mpi.AllReduce(large);
        mpi.AllReduce(again);
        Check(large.Zip(right).All(pair => Math.Abs(pair.First - pair.Second) < 1e-6 * size), "sums of 3,000,001 numbers");
        Check(large.AsSpan().SequenceEqual(again), "the same bits again");
        float[] first = [.. large];
        mpi.Broadcast(System.Runtime.InteropServices.MemoryMarshal.AsBytes(first.AsSpan()));
        Check(large.AsSpan().SequenceEqual(first), "the bits of process 0");

        byte[] bytes = new byte[70_000];
        if (rank == 0) new Random(1).NextBytes(bytes);
        var wanted = new byte[70_000];
        new Random(1).NextBytes(wanted);
        mpi.Broadcast(bytes);
        Check(bytes.AsSpan().SequenceEqual(wanted), "broadcast");

        mpi.AllReduce(Array.Empty<float>());
        mpi.Broadcast([]);
        Check(true, "nothing to send");

        var reached = 0;
        Thread.Sleep(50 * rank);
        Interlocked.Increment(ref reached);
        mpi.Barrier();
        var other2 = new Thread(mpi.Barrier);       // calls come from more than one thread, one at a time
        other2.Start();
        other2.Join();
        Check(reached == 1, "barrier, from two threads");

        try
        {
            MpiCommunicator.Create();
            Check(false, "a second start is refused");
        }
        catch (InvalidOperationException e)
        {
            Check(e.Message == "MPI is started once in a process, and was started before.", e.Message);
        }

        double[] passed = [_passed];
        mpi.AllReduce(passed);
        if (rank == 0) Console.WriteLine($"{passed[0]} checks passed on {size} processes: {mpi.Library}");
        return 0;
    }

    private static void Check(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException($"does not hold: {what}");
        _passed++;
    }
}
