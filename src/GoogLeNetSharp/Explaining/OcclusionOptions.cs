namespace GoogLeNetSharp.Explaining;

/// <summary>How <see cref="Occlusion"/> covers the image.</summary>
public sealed record OcclusionOptions
{
    /// <summary>Side of the covered square in pixels, 1 or more; null for a quarter of the image's shorter side.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int? WindowSize { get; init => field = Positive(value, nameof(WindowSize)); }

    /// <summary>Pixels from one square to the next, from 1 to <see cref="WindowSize"/>; null for a quarter of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int? Stride { get; init => field = Positive(value, nameof(Stride)); }

    /// <summary>The number that covers; 0 is the mean colour of normalised images.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is not finite.</exception>
    public double Fill { get; init => field = IntegratedGradientsOptions.Finite(value, nameof(Fill)); }

    /// <summary>How many covered images go through the network at once, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int BatchSize { get; init => field = (int)Require.Positive(value, nameof(BatchSize)); } = 32;

    private static int? Positive(int? value, string name) => value is null ? null : (int)Require.Positive(value.Value, name);
}
