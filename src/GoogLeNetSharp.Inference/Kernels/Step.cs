namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>One step of a plan: work of many items that are computed in any order, by any threads, with the same result.</summary>
internal abstract unsafe class Step
{
    /// <summary>What can be computed in parallel.</summary>
    public abstract long Items { get; }

    /// <summary>Numbers of memory that each thread needs for itself.</summary>
    public virtual long Scratch => 0;

    /// <summary>
    /// The step that computes the same anew where this one has set <see cref="Memory.NotFinite"/>: for ways that spread numbers that are
    /// not finite to outputs which do not read them, or that overflow where sums of products do not. Null where there is no need.
    /// </summary>
    public virtual Lazy<Step>? Exact => null;

    /// <summary>Computes some items.</summary>
    /// <param name="memory">The memory of the call.</param>
    /// <param name="scratch">The thread's own memory, <see cref="Scratch"/> numbers.</param>
    /// <param name="loaded">What the step keeps in the scratch memory from one call to the next within one thread; below 0 at
    /// first.</param>
    /// <param name="from">The first item.</param>
    /// <param name="to">The item after the last one.</param>
    public abstract void Run(in Memory memory, float* scratch, ref long loaded, long from, long to);
}
