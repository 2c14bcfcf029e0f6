namespace GoogLeNetSharp;

/// <summary>The output channels of the convolutions of an <see cref="InceptionModule"/>: one row of the paper's table 1.</summary>
/// <param name="Ch1x1">Branch 1, the 1x1 convolution ("#1x1").</param>
/// <param name="Ch3x3Reduce">Branch 2, the 1x1 reduction before the 3x3 ("#3x3 reduce").</param>
/// <param name="Ch3x3">Branch 2, the 3x3 convolution ("#3x3").</param>
/// <param name="Ch5x5Reduce">Branch 3, the 1x1 reduction before the 5x5 ("#5x5 reduce").</param>
/// <param name="Ch5x5">Branch 3, the 5x5 convolution ("#5x5").</param>
/// <param name="PoolProjection">Branch 4, the 1x1 convolution after the pool ("pool proj").</param>
/// <exception cref="ArgumentOutOfRangeException">A width is below 1.</exception>
/// <remarks>Source: Szegedy et al. 2014 (arXiv 1409.4842), table 1.</remarks>
public sealed record InceptionWidths(long Ch1x1, long Ch3x3Reduce, long Ch3x3, long Ch5x5Reduce, long Ch5x5, long PoolProjection)
{
    /// <summary>Channels of branch 1.</summary>
    public long Ch1x1 { get; init => field = Require.Positive(value, nameof(Ch1x1)); } = Require.Positive(Ch1x1);

    /// <summary>Channels of the reduction of branch 2.</summary>
    public long Ch3x3Reduce { get; init => field = Require.Positive(value, nameof(Ch3x3Reduce)); } = Require.Positive(Ch3x3Reduce);

    /// <summary>Channels of branch 2.</summary>
    public long Ch3x3 { get; init => field = Require.Positive(value, nameof(Ch3x3)); } = Require.Positive(Ch3x3);

    /// <summary>Channels of the reduction of branch 3.</summary>
    public long Ch5x5Reduce { get; init => field = Require.Positive(value, nameof(Ch5x5Reduce)); } = Require.Positive(Ch5x5Reduce);

    /// <summary>Channels of branch 3.</summary>
    public long Ch5x5 { get; init => field = Require.Positive(value, nameof(Ch5x5)); } = Require.Positive(Ch5x5);

    /// <summary>Channels of branch 4.</summary>
    public long PoolProjection { get; init => field = Require.Positive(value, nameof(PoolProjection)); } = Require.Positive(PoolProjection);

    /// <summary>Output channels: the sum of the four branches.</summary>
    public long OutChannels => Ch1x1 + Ch3x3 + Ch5x5 + PoolProjection;
}
