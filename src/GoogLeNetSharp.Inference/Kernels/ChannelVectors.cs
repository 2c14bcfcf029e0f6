namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Enumerates the first channels of the vectors that cover a pixel. The last two vectors overlap if the number of channels is not
/// a multiple of the lanes.</summary>
/// <param name="channels">Channels of the pixel.</param>
/// <param name="lanes">Lanes per vector.</param>
internal struct ChannelVectors(long channels, int lanes)
{
    /// <summary>The first channel of the current vector.</summary>
    public long Current { get; private set; } = -lanes;

    /// <summary>Returns this enumerator.</summary>
    public readonly ChannelVectors GetEnumerator() => this;

    /// <summary>Advances to the next vector.</summary>
    public bool MoveNext()
    {
        if (Current + lanes >= channels) return false;
        Current = Math.Max(0, Math.Min(Current + lanes, channels - lanes));
        return true;
    }
}
