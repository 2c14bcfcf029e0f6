namespace GoogLeNetSharp.Training;

/// <summary>Connects threads of one process, each with a network of its own: data-parallel training without MPI, to try it out and to test
/// it.</summary>
/// <remarks>
/// It is no way to train faster: libtorch already uses all cores for one network. Random numbers that a network draws in other ways than by
/// TorchSharp's dropout layers come from the generator that the threads share, so they are not the same from run to run.
/// </remarks>
/// <example>
/// <code>
/// var communicators = LocalCommunicator.Create(2);
/// var results = new TrainingResult[2];
/// Parallel.For(0, 2, rank => results[rank] = new Trainer(networks[rank], options with { Communicator = communicators[rank]
/// }).Fit(training));
/// </code>
/// </example>
public sealed class LocalCommunicator : ICommunicator
{
    private readonly Meeting _meeting;

    private LocalCommunicator(Meeting meeting, int rank) => (_meeting, Rank) = (meeting, rank);

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size => _meeting.Size;

    /// <summary>Makes the communicators of a group, one for each thread.</summary>
    /// <param name="size">The number of threads, 1 or more.</param>
    /// <returns>The communicators by rank.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public static IReadOnlyList<LocalCommunicator> Create(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var meeting = new Meeting(size);
        return [.. Enumerable.Range(0, size).Select(rank => new LocalCommunicator(meeting, rank))];
    }

    /// <inheritdoc/>
    public void AllReduce(Span<float> values)
    {
        var addends = _meeting.Exchange(Rank, values.ToArray());
        values.Clear();
        foreach (float[] addend in addends)
            for (var i = 0; i < values.Length; i++) values[i] += addend[i];
    }

    /// <inheritdoc/>
    public void AllReduce(Span<double> values)
    {
        var addends = _meeting.Exchange(Rank, values.ToArray());
        values.Clear();
        foreach (double[] addend in addends)
            for (var i = 0; i < values.Length; i++) values[i] += addend[i];
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> values) => _meeting.Exchange(Rank, Rank == 0 ? values.ToArray() : [])[0].CopyTo(values);

    /// <inheritdoc/>
    public void Barrier() => _meeting.Exchange(Rank, Rank);

    /// <summary>Makes every pending and later operation of the group throw.</summary>
    /// <param name="message">Why, part of the messages of the exceptions.</param>
    public void Abort(string message) => _meeting.Abort(FormattableString.Invariant($"Process {Rank} of {Size} failed: {message}"));

    /// <summary>The rank: <c>thread 0 of 2</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"thread {Rank} of {Size}");

    private sealed class Meeting(int size)
    {
        private readonly object _gate = new();
        private object[] _brought = new object[size];
        private object[] _taken = [];
        private int _arrived;
        private long _round;
        private string? _failure;

        public int Size => size;

        // What all have brought, by rank. The last to arrive opens the next round: nobody can be two rounds ahead of another.
        public T[] Exchange<T>(int rank, T value)
            where T : notnull
        {
            lock (_gate)
            {
                ThrowIfAborted();
                _brought[rank] = value;
                if (++_arrived == size)
                {
                    (_taken, _brought, _arrived) = (_brought, new object[size], 0);
                    _round++;
                    Monitor.PulseAll(_gate);
                }
                else
                {
                    for (var round = _round; round == _round;)
                    {
                        Monitor.Wait(_gate);
                        if (round == _round) ThrowIfAborted();
                    }
                }

                return [.. _taken.Cast<T>()];
            }
        }

        public void Abort(string failure)
        {
            lock (_gate)
            {
                _failure ??= failure;
                Monitor.PulseAll(_gate);
            }
        }

        private void ThrowIfAborted()
        {
            if (_failure is not null) throw new IOException(_failure);
        }
    }
}
