using System.Diagnostics;

namespace GoogLeNetSharp.Inference.Execution;

/// <summary>Threads that help calls to compute steps. After a step they spin briefly to be ready for the next one, then sleep.</summary>
/// <remarks>
/// One team serves all models of a process. It grows on demand, and a free thread joins the call with the fewest helpers. The threads end
/// with the process.
/// </remarks>
internal sealed class ThreadTeam
{
    private static readonly TimeSpan SpinTime = TimeSpan.FromMicroseconds(200);

    private const int LooksPerClock = 16;
    private const int PauseBetweenLooks = 8;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0);
    private TeamCall?[] _calls = new TeamCall?[4];      // the running calls, with gaps
    private int _threads;
    private int _sleeping;

    /// <summary>The team of the process.</summary>
    public static ThreadTeam Shared { get; } = new();

    /// <summary>Offers a call to the team.</summary>
    public void Add(TeamCall call)
    {
        lock (_gate)
        {
            var place = Array.IndexOf(_calls, null);
            if (place < 0)
            {
                place = _calls.Length;
                var grown = new TeamCall?[2 * place];
                _calls.CopyTo(grown, 0);
                Volatile.Write(ref _calls, grown);
            }

            _calls[place] = call;
            var wanted = 0;
            foreach (var other in _calls) wanted += other is null ? 0 : other.Threads - 1;
            for (wanted = Math.Max(call.Threads - 1, Math.Min(Environment.ProcessorCount - 1, wanted)); _threads < wanted; _threads++)
            {
                Start();
            }
        }
    }

    /// <summary>Withdraws a call from the team.</summary>
    public void Remove(TeamCall call)
    {
        lock (_gate) _calls[Array.IndexOf(_calls, call)] = null;
    }

    /// <summary>Wakes up to the given number of sleeping threads.</summary>
    public void Wake(long threads)
    {
        var sleeping = Volatile.Read(ref _sleeping);
        if (sleeping > 0 && threads > 0) _wake.Release((int)Math.Min(sleeping, threads));
    }

    private void Start()
    {
        var thread = new Thread(Help) { IsBackground = true, Name = "GoogLeNetSharp inference" };
        thread.UnsafeStart();
    }

    private void Help()
    {
        while (true)
        {
            Spin();
            Interlocked.Increment(ref _sleeping);
            if (Neediest() is null) _wake.Wait();
            Interlocked.Decrement(ref _sleeping);
        }
    }

    // returns when no call has needed help for a while
    private void Spin()
    {
        var idleSince = Stopwatch.GetTimestamp();
        for (var looks = 1; ; looks++)
        {
            if (Neediest() is { } call && call.TryHelp()) idleSince = Stopwatch.GetTimestamp();
            else Thread.SpinWait(PauseBetweenLooks);
            if (looks % LooksPerClock == 0 && Stopwatch.GetElapsedTime(idleSince) > SpinTime) return;
        }
    }

    private TeamCall? Neediest()
    {
        TeamCall? neediest = null;
        foreach (var call in Volatile.Read(ref _calls))
        {
            if (call is { WantsHelp: true } && (neediest is null || call.Joined < neediest.Joined)) neediest = call;
        }

        return neediest;
    }
}
