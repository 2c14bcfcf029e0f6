using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Training;

/// <summary>The transforms to train with; <see cref="Preprocessing"/> has those to evaluate with.</summary>
public static class Augmentation
{
    /// <summary>The paper's: <see cref="RandomResizedCrop"/>, flip and colour jitter (brightness, contrast and saturation by up to
    /// 40%).</summary>
    /// <remarks>Source: Szegedy et al. 2014 (arXiv 1409.4842), section 6; the paper names photometric distortions without their amounts,
    /// which are those of Facebook's ResNet training.</remarks>
    /// <param name="size">Side of the images in pixels, 1 or more.</param>
    /// <param name="normalization">How bytes become numbers; <see cref="Normalization.ImageNet"/> where null.</param>
    /// <returns>The transform; its output is 3 x size x size.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public static ImageTransform ImageNet(int size = 224, Normalization? normalization = null) => new(
        [new RandomResizedCrop(size), new RandomHorizontalFlip(), new ColorJitter { Brightness = 0.4, Contrast = 0.4, Saturation = 0.4 }],
        normalization ?? Normalization.ImageNet);

    /// <summary>The usual one for CIFAR-10: 4 pixels of padding, a random 32 x 32 crop, flip.</summary>
    public static ImageTransform Cifar10 { get; } =
        new([new RandomCrop(32, padding: 4), new RandomHorizontalFlip()], Normalization.Cifar10);
}
