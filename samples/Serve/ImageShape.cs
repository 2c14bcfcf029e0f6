namespace GoogLeNetSharp.Samples.Serve;

/// <summary>The shape of one image, C x H x W.</summary>
internal readonly record struct ImageShape(long Channels, long Height, long Width)
{
    /// <summary>Number of elements of one image.</summary>
    public int Count => checked((int)(Channels * Height * Width));

    /// <summary>The shape of a batch, N x C x H x W.</summary>
    public long[] Of(int batch) => [batch, Channels, Height, Width];
}
