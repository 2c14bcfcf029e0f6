namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The first channels of the vectors that cover a pixel of at least one vector; the last two overlap where the channels are no
/// multiple.</summary>
/// <param name="channels">Channels of the pixel.</param>
/// <param name="lanes">Numbers of a vector.</param>
internal struct ChannelVectors(long channels, int lanes)
{
    /// <summary>The first channel of the present vector.</summary>
    public long Current { get; private set; } = -lanes;

    /// <summary>This one.</summary>
    public readonly ChannelVectors GetEnumerator() => this;

    /// <summary>Goes to the next vector.</summary>
    public bool MoveNext()
    {
        if (Current + lanes >= channels) return false;
        Current = Math.Max(0, Math.Min(Current + lanes, channels - lanes));
        return true;
    }
}
