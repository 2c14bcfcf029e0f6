using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Imaging;

/// <summary>Tensors of images.</summary>
public static class ImageTensors
{
    /// <summary>Makes the tensor of an image.</summary>
    /// <param name="normalization">How bytes become numbers.</param>
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

    /// <summary>Transforms an image.</summary>
    /// <param name="transform">The transform.</param>
    /// <param name="image">The image; it is not changed.</param>
    /// <param name="random">Source of chance for random steps; <see cref="Random.Shared"/> where null.</param>
    /// <returns>C x H x W, float32, on the CPU, where C is <see cref="Normalization.Channels"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The tensor would have more than 2 GB.</exception>
    public static Tensor Apply(this ImageTransform transform, RgbImage image, Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(transform);
        ArgumentNullException.ThrowIfNull(image);
        return transform.Normalization.ToTensor(transform.ApplySteps(image, random ?? Random.Shared));
    }

    /// <summary>Fills a tensor C x H x W that lies in one piece.</summary>
    internal static void Write(this Normalization normalization, RgbImage image, Tensor target) =>
        normalization.Write(image, MemoryMarshal.Cast<byte, float>(target.bytes));
}
