using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>Transforms for training; <see cref="Preprocessing"/> has those for evaluation.</summary>
public static class Augmentation
{
    /// <summary>Creates the paper's augmentation: <see cref="RandomResizedCrop"/>, flip and color jitter (brightness, contrast and
    /// saturation by up to 40%).</summary>
    /// <remarks>Source: Szegedy et al. 2014 (arXiv 1409.4842), section 6; the paper does not give amounts of photometric distortions, so
    /// those of Facebook's ResNet training are used.</remarks>
    /// <param name="size">Side of the images in pixels, 1 or more.</param>
    /// <param name="normalization">The normalization, or null for <see cref="Normalization.ImageNet"/>.</param>
    /// <returns>The transform; its output is 3 x size x size.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public static ImageTransform ImageNet(int size = 224, Normalization? normalization = null) => new(
        [new RandomResizedCrop(size), new RandomHorizontalFlip(), new ColorJitter { Brightness = 0.4, Contrast = 0.4, Saturation = 0.4 }],
        normalization ?? Normalization.ImageNet);

    /// <summary>The standard augmentation for CIFAR-10: 4 pixels of padding, a random 32 x 32 crop, flip.</summary>
    public static ImageTransform Cifar10 { get; } =
        new([new RandomCrop(32, padding: 4), new RandomHorizontalFlip()], Normalization.Cifar10);
}
