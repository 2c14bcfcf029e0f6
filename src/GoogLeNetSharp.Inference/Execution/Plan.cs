using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Inference.Execution;

/// <summary>How a graph is run for one shape of input: its steps in order, each with its kernel, its packed weights and its places in the
/// arena.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Nodes">By step, the number of the node that it computes, or helps to.</param>
/// <param name="ArenaLength">Numbers of the arena.</param>
/// <param name="Scratch">Numbers that each thread needs for itself, a multiple of a line of cache.</param>
internal sealed record Plan(Step[] Steps, int[] Nodes, long ArenaLength, long Scratch)
{
    /// <summary>When the plan was last used, counted in calls.</summary>
    public long LastUse { get; set; }
}
