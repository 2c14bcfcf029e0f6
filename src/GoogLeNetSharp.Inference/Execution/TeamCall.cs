using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Inference.Execution;

/// <summary>A call that runs steps with the help of a <see cref="ThreadTeam"/>. The calling thread also computes, and never waits for
/// helpers to join.</summary>
internal sealed unsafe class TeamCall(ThreadTeam team, int threads)
{
    // the state of a step: whether helpers may join, and how many have joined
    private const long Open = 1L << 32;
    private const long Helpers = Open - 1;

    // Threads take small parts of a step at a time, so that all finish at nearly the same time.
    private const int PartsPerThread = 8;

    private readonly int[] _places = new int[threads];      // by slot: whether a helper occupies it; the first is the caller's
    private Counters _counters;
    private Step? _step;
    private Memory _memory;
    private float* _scratch;
    private long _scratchSize;
    private long _items;
    private long _part;
    private ExceptionDispatchInfo? _error;

    /// <summary>Maximum number of threads, including the caller's.</summary>
    public int Threads { get; } = threads;

    /// <summary>Begins a call.</summary>
    /// <param name="memory">The memory of the steps.</param>
    /// <param name="scratch">Scratch memory for all threads of the call.</param>
    /// <param name="scratchSize">Scratch memory per thread in floats.</param>
    public void Begin(in Memory memory, float* scratch, long scratchSize)
    {
        _memory = memory;
        UseScratch(scratch, scratchSize);
        if (Threads > 1) team.Add(this);
    }

    /// <summary>Changes the scratch memory for the following steps.</summary>
    public void UseScratch(float* scratch, long scratchSize)
    {
        _scratch = scratch;
        _scratchSize = scratchSize;
    }

    /// <summary>Ends the call.</summary>
    public void End()
    {
        if (Threads > 1) team.Remove(this);
        _step = null;
    }

    /// <summary>Runs a step to completion. Exceptions of items are rethrown here.</summary>
    public void Run(Step step)
    {
        _items = step.Items;
        if (Threads == 1 || _items == 1)
        {
            var loaded = -1L;
            step.Run(_memory, _scratch, ref loaded, 0, _items);
            return;
        }

        _step = step;
        _part = Math.Max(1, _items / (Threads * PartsPerThread));
        _error = null;
        _counters.Next = 0;
        Interlocked.Exchange(ref _counters.State, Open);
        team.Wake(Math.Min(Threads, Rounding.Ceiling(_items, _part)) - 1);
        RunParts(place: 0);
        Close();
        _error?.Throw();
    }

    /// <summary>Whether another thread may join now.</summary>
    public bool WantsHelp
    {
        get
        {
            var state = Volatile.Read(ref _counters.State);
            return (state & Open) != 0 && (state & Helpers) < Threads - 1 && Volatile.Read(ref _counters.Next) < _items;
        }
    }

    /// <summary>Number of threads that have joined.</summary>
    public long Joined => Volatile.Read(ref _counters.State) & Helpers;

    /// <summary>Computes parts of the current step on a helper's thread.</summary>
    /// <returns>Whether the thread could join.</returns>
    public bool TryHelp()
    {
        var state = Volatile.Read(ref _counters.State);
        if ((state & Open) == 0 || (state & Helpers) >= Threads - 1 || Volatile.Read(ref _counters.Next) >= _items) return false;
        if (Interlocked.CompareExchange(ref _counters.State, state + 1, state) != state) return false;

        // limits the number of threads to the number of slots
        var place = 1;
        while (Interlocked.CompareExchange(ref _places[place], 1, 0) != 0) place = place + 1 < Threads ? place + 1 : 1;
        RunParts(place);
        Volatile.Write(ref _places[place], 0);
        Interlocked.Decrement(ref _counters.State);
        return true;
    }

    private void RunParts(int place)
    {
        try
        {
            var loaded = -1L;
            var scratch = _scratch + (place * _scratchSize);
            while (true)
            {
                var from = Interlocked.Add(ref _counters.Next, _part) - _part;
                if (from >= _items) return;
                _step!.Run(_memory, scratch, ref loaded, from, Math.Min(_items, from + _part));
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(exception), null);
            Interlocked.Exchange(ref _counters.Next, _items);
        }
    }

    private void Close()
    {
        Interlocked.And(ref _counters.State, ~Open);
        var wait = new SpinWait();
        while ((Volatile.Read(ref _counters.State) & Helpers) != 0)
        {
            if (wait.NextSpinWillYield) Thread.Yield();
            else wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Fields written by several threads, each on its own cache line.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 3 * 128)]
    private struct Counters
    {
        [FieldOffset(128)]
        public long State;

        [FieldOffset(256)]
        public long Next;
    }
}
