using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>Converts images to tensors.</summary>
public static class ImageTensors
{
    /// <summary>Converts an image to a tensor.</summary>
    /// <param name="normalization">The normalization of bytes.</param>
    /// <param name="image">The image.</param>
    /// <returns>C x H x W, float32, on the CPU, where C is <see cref="Normalization.Channels"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The tensor would have more than 2 GB.</exception>
    public static Tensor ToTensor(this Normalization normalization, RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        ArgumentNullException.ThrowIfNull(image);
        normalization.CheckFits(image);
        var tensor = empty([normalization.Channels, image.Height, image.Width], ScalarType.Float32, CPU);
        normalization.Write(image, tensor);
        return tensor;
    }

    /// <summary>Applies a transform to an image.</summary>
    /// <param name="transform">The transform.</param>
    /// <param name="image">The image; it is not changed.</param>
    /// <param name="random">Random generator of random steps, or null for <see cref="Random.Shared"/>.</param>
    /// <returns>C x H x W, float32, on the CPU, where C is <see cref="Normalization.Channels"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The tensor would have more than 2 GB.</exception>
    public static Tensor Apply(this ImageTransform transform, RgbImage image, Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(transform);
        ArgumentNullException.ThrowIfNull(image);
        return transform.Normalization.ToTensor(transform.ApplySteps(image, random ?? Random.Shared));
    }

    /// <summary>Fills a contiguous tensor C x H x W.</summary>
    internal static void Write(this Normalization normalization, RgbImage image, Tensor target) =>
        normalization.Write(image, MemoryMarshal.Cast<byte, float>(target.bytes));
}
