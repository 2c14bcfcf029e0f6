namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>
/// A batch of channels-last maps in an arena. Features are maps of one pixel.
/// </summary>
/// <param name="Offset">Offset in the arena in floats.</param>
/// <param name="Images">N.</param>
/// <param name="Channels">C.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
/// <param name="PixelStride">Distance between pixels in floats; larger than the number of channels if these are part of a wider
/// map.</param>
internal readonly unsafe record struct Map(long Offset, long Images, long Channels, long Height, long Width, long PixelStride)
{
    /// <summary>Number of pixels of all images.</summary>
    public long Pixels => Images * Height * Width;

    /// <summary>Whether pixels are contiguous.</summary>
    public bool IsDense => PixelStride == Channels;

    /// <summary>Creates a view of a range of channels.</summary>
    public Map Slice(long firstChannel, long channels) => this with { Offset = Offset + firstChannel, Channels = channels };

    /// <summary>Gets the address of the map.</summary>
    public float* In(float* arena) => arena + Offset;

    /// <summary>Gets the address of a pixel.</summary>
    public float* Pixel(float* arena, long image, long y, long x) =>
        arena + Offset + (((((image * Height) + y) * Width) + x) * PixelStride);
}
