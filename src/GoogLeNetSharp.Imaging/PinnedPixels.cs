using System.Runtime.InteropServices;
using SkiaSharp;

namespace GoogLeNetSharp.Imaging;

/// <summary>The pixels of an image, pinned for SkiaSharp to write to.</summary>
internal readonly ref struct PinnedPixels
{
    private readonly GCHandle _handle;

    // unpremultiplied, because alpha is dropped and not blended
    public PinnedPixels(RgbImage image)
    {
        _handle = GCHandle.Alloc(image.Array, GCHandleType.Pinned);
        Info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
    }

    public SKImageInfo Info { get; }

    public IntPtr Address => _handle.AddrOfPinnedObject();

    public void Dispose() => _handle.Free();
}
