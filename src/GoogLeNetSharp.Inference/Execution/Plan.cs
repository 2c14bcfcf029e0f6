using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Inference.Execution;

/// <summary>The execution plan of a graph for one input shape: its steps in order, each with its kernel, packed weights and arena
/// offsets.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Nodes">The node computed, entirely or in part, by each step.</param>
/// <param name="ArenaLength">Length of the arena in floats.</param>
/// <param name="Scratch">Scratch memory per thread in floats, a multiple of a cache line.</param>
internal sealed record Plan(Step[] Steps, int[] Nodes, long ArenaLength, long Scratch)
{
    /// <summary>The call that last used the plan, as a running count.</summary>
    public long LastUse { get; set; }
}
