namespace GoogLeNetSharp.Inference;

/// <summary>Options for an <see cref="InferenceModel"/>. The defaults depend on the machine.</summary>
public sealed record InferenceOptions
{
    /// <summary>
    /// Number of images computed at a time, 1 or more; larger batches are split. Null for a number whose largest map fits into the
    /// processor's cache.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long? ChunkSize { get; init => field = value is null ? null : Require.Positive(value.Value, nameof(ChunkSize)); }

    /// <summary>
    /// Number of threads per call, 1 or more, including the calling thread. Null for the number of processors. Results do not depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? Threads { get; init => field = value is null ? null : (int)Require.Positive(value.Value, nameof(Threads)); }

    /// <summary>
    /// Type of the factors in multiplications, <see cref="InferencePrecision.Float32"/> by default.
    /// <see cref="InferencePrecision.BFloat16"/> throws if it is not supported in this process; <see cref="InferencePrecision.Auto"/> does
    /// not.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined by the enumeration.</exception>
    public InferencePrecision Precision
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Precision), value, $"{nameof(Precision)}: must be Float32, BFloat16 or Auto.");
    }

    /// <summary>
    /// Width of the vectors in bits: 512, 256 or 128. Null for the widest that the processor supports. Wider vectors are emulated slowly,
    /// for tests and comparisons.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 512, 256 or 128.</exception>
    public int? VectorBits
    {
        get;
        init => field = value is null or 512 or 256 or 128
            ? value
            : throw new ArgumentOutOfRangeException(nameof(VectorBits), value, $"{nameof(VectorBits)}: must be 512, 256 or 128.");
    }
}
