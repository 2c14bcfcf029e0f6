namespace GoogLeNetSharp.Training;

/// <summary>Connects threads of one process, each with its own network: data-parallel training without MPI, for trials and tests.</summary>
/// <remarks>
/// It does not speed up training, because libtorch already uses all cores for one network. Random numbers other than those of TorchSharp's
/// dropout layers come from a generator shared by the threads and are not reproducible.
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

    /// <summary>Creates the communicators of a group, one for each thread.</summary>
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

    /// <summary>Aborts the group: all pending and later operations throw.</summary>
    /// <param name="message">The reason, part of the exceptions' messages.</param>
    public void Abort(string message) => _meeting.Abort(FormattableString.Invariant($"Process {Rank} of {Size} failed: {message}"));

    /// <summary>Returns the rank: <c>thread 0 of 2</c>.</summary>
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

        // the contributions by rank; the last thread to arrive starts the next round, so no thread can be two rounds ahead
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
