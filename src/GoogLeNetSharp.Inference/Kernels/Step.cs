namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>A step of a plan: a number of work items that can be computed in any order, by any threads, with the same result.</summary>
internal abstract unsafe class Step
{
    /// <summary>Number of work items.</summary>
    public abstract long Items { get; }

    /// <summary>Scratch memory per thread in floats.</summary>
    public virtual long Scratch => 0;

    /// <summary>
    /// The step that recomputes the result if this one has set <see cref="Memory.NotFinite"/>: for algorithms that spread non-finite values
    /// to unrelated outputs, or that overflow where sums of products do not. Null if not needed.
    /// </summary>
    public virtual Lazy<Step>? Exact => null;

    /// <summary>Computes a range of items.</summary>
    /// <param name="memory">The memory of the call.</param>
    /// <param name="scratch">The thread's scratch memory, <see cref="Scratch"/> floats.</param>
    /// <param name="loaded">Identifies the contents of the scratch memory between calls on one thread; negative at first.</param>
    /// <param name="from">First item.</param>
    /// <param name="to">End of the items, exclusive.</param>
    public abstract void Run(in Memory memory, float* scratch, ref long loaded, long from, long to);
}
