namespace GoogLeNetSharp.Inference;

/// <summary>How an <see cref="InferenceModel"/> computes. What is not set follows from the machine.</summary>
public sealed record InferenceOptions
{
    /// <summary>
    /// How many images are computed at a time, 1 or more; a larger batch is cut into pieces. Null: as many as keep the largest map of a
    /// piece within the processor's cache.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public long? BatchSize { get; init => field = value is null ? null : Require.Positive(value.Value, nameof(BatchSize)); }

    /// <summary>
    /// Threads that one call computes with, 1 or more, the calling thread among them. Null: as many as the process has processors. Results
    /// do not depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int? Threads { get; init => field = value is null ? null : (int)Require.Positive(value.Value, nameof(Threads)); }

    /// <summary>
    /// The type of number that is multiplied, <see cref="InferencePrecision.Float32"/> by default.
    /// <see cref="InferencePrecision.BFloat16"/> is refused where the process cannot compute in it; <see cref="InferencePrecision.Auto"/>
    /// is not.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to none of them.</exception>
    public InferencePrecision Precision
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Precision), value, $"{nameof(Precision)}: must be Float32, BFloat16 or Auto.");
    }

    /// <summary>
    /// Bits of the vectors that are computed with: 512, 256 or 128. Null: the widest that the processor has. Wider ones are emulated,
    /// slowly: for tests and comparisons.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to another number.</exception>
    public int? VectorBits
    {
        get;
        init => field = value is null or 512 or 256 or 128
            ? value
            : throw new ArgumentOutOfRangeException(nameof(VectorBits), value, $"{nameof(VectorBits)}: must be 512, 256 or 128.");
    }
}
