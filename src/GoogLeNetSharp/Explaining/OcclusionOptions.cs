namespace GoogLeNetSharp.Explaining;

/// <summary>Options for <see cref="Occlusion"/>.</summary>
public sealed record OcclusionOptions
{
    /// <summary>Side of the covered square in pixels, 1 or more; null for a quarter of the image's shorter side.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? WindowSize { get; init => field = Positive(value, nameof(WindowSize)); }

    /// <summary>Stride of the square in pixels, from 1 to <see cref="WindowSize"/>; null for a quarter of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? Stride { get; init => field = Positive(value, nameof(Stride)); }

    /// <summary>Value of covered pixels; 0 is the mean color of normalized images.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public double Fill { get; init => field = IntegratedGradientsOptions.Finite(value, nameof(Fill)); }

    /// <summary>Number of covered images per forward pass, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize { get; init => field = (int)Require.Positive(value, nameof(BatchSize)); } = 32;

    private static int? Positive(int? value, string name) => value is null ? null : (int)Require.Positive(value.Value, name);
}
