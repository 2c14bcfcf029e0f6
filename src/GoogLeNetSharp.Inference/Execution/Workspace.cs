using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Inference.Execution;

/// <summary>The memory of a call: the arena, followed by the scratch memory of the threads. Kept for later calls.</summary>
internal sealed unsafe class Workspace(ThreadTeam team, int threads) : IDisposable
{
    private readonly TeamCall _call = new(team, threads);
    private NativeBuffer _memory = new(0);

    /// <summary>Runs a plan.</summary>
    public void Run(Plan plan, float* input, float** outputs, CancellationToken cancellationToken)
    {
        Reserve(checked(plan.ArenaLength + (threads * plan.Scratch)));
        var notFinite = 0;
        var scratch = _memory.Address + plan.ArenaLength;
        _call.Begin(new Memory(_memory.Address, input, outputs, &notFinite), scratch, plan.Scratch);
        try
        {
            foreach (var step in plan.Steps)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _call.Run(step);
                if (notFinite == 0) continue;
                RunExact(step.Exact!.Value);
                _call.UseScratch(scratch, plan.Scratch);
                notFinite = 0;
            }
        }
        finally
        {
            _call.End();
        }
    }

    // rare, so it allocates its own memory
    private void RunExact(Step step)
    {
        using var scratch = new NativeBuffer(checked(threads * step.Scratch));
        _call.UseScratch(scratch.Address, step.Scratch);
        _call.Run(step);
    }

    public void Dispose() => _memory.Dispose();

    private void Reserve(long length)
    {
        if (_memory.Length >= length) return;
        _memory.Dispose();
        _memory = new NativeBuffer(length);
    }
}
