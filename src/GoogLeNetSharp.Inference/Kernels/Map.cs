namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>
/// A batch of maps in an arena: channels last, pixel behind pixel. Features are maps of one pixel.
/// </summary>
/// <param name="Offset">The first number, from the arena's first.</param>
/// <param name="Images">N.</param>
/// <param name="Channels">C.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
/// <param name="PixelStride">From one pixel to the next: more than the channels where these are some of a wider map's.</param>
internal readonly unsafe record struct Map(long Offset, long Images, long Channels, long Height, long Width, long PixelStride)
{
    /// <summary>Pixels of all images.</summary>
    public long Pixels => Images * Height * Width;

    /// <summary>Whether no other numbers lie between two pixels.</summary>
    public bool IsDense => PixelStride == Channels;

    /// <summary>Some neighbouring channels.</summary>
    public Map Slice(long firstChannel, long channels) => this with { Offset = Offset + firstChannel, Channels = channels };

    /// <summary>The address of the first number.</summary>
    public float* In(float* arena) => arena + Offset;

    /// <summary>The address of a pixel.</summary>
    public float* Pixel(float* arena, long image, long y, long x) =>
        arena + Offset + (((((image * Height) + y) * Width) + x) * PixelStride);
}
