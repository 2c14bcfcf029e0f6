namespace GoogLeNetSharp.Imaging;

/// <summary>Decodes and transforms image files. Thread-safe.</summary>
internal sealed class ImageReader(ImageTransform transform, long maxPixels)
{
    private const long LargeImage = 1 << 24;

    private readonly Lock _large = new();

    public RgbImage Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(ImageBytes.Read(path, maxPixels), path);
    }

    /// <summary>Decodes and transforms an image. Large images are processed one at a time to bound memory.</summary>
    public RgbImage Read(byte[] bytes, string name)
    {
        using var encoded = new EncodedImage(bytes, name, maxPixels);
        if (encoded.Pixels <= LargeImage) return Transformed(encoded, name);
        lock (_large) return Transformed(encoded, name);
    }

    private RgbImage Transformed(EncodedImage encoded, string name) => transform.ApplySteps(encoded.Decode(), Random.Shared, name);
}
