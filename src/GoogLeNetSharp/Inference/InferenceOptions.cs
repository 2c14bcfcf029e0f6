namespace GoogLeNetSharp.Inference;

/// <summary>How a model is compiled for inference.</summary>
public sealed record InferenceOptions
{
    /// <summary>The type that maps are computed in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a value that the enumeration does not name.</exception>
    public InferencePrecision Precision
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(
            nameof(Precision), value, $"Precision: must be one of {string.Join(", ", Enum.GetNames<InferencePrecision>())}.");
    }

    /// <summary>
    /// How many images are computed at a time, 1 or more; a larger batch is cut into pieces. Null: as many as keep the largest map of a piece within
    /// the processor's cache.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public long? BatchSize { get; init => field = value is null ? null : Require.Positive(value.Value, nameof(BatchSize)); }

    /// <summary>
    /// Threads that one call computes with, 1 or more. Null: what <c>torch.get_num_threads()</c> says. Applies to the calling thread during
    /// the call; other threads and the process's default keep their count.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int? Threads { get; init => field = value is null ? null : (int)Require.Positive(value.Value, nameof(Threads)); }

    /// <summary>
    /// Whether freed blocks of up to 32 MB stay with the process for the next call instead of going back to the system. A setting of the whole process, made when
    /// a model is compiled so, and of glibc alone; faster for single images in a process that allocates no larger blocks of its own.
    /// </summary>
    public bool KeepFreedMemory { get; init; }

    /// <summary>
    /// Whether libtorch's fused convolutions and this library's kernels may be used (on Linux x64 with the libtorch that TorchSharp ships). False:
    /// TorchSharp's own operators alone, which is what runs elsewhere.
    /// </summary>
    public bool NativeKernels { get; init; } = true;
}
