namespace GoogLeNetSharp.Imaging;

/// <summary>The evaluation transforms of published networks.</summary>
public static class Preprocessing
{
    /// <summary>Side of ImageNet inputs in pixels.</summary>
    internal const int ImageNetSize = 224;

    /// <summary>Side of CIFAR-10 images in pixels.</summary>
    internal const int Cifar10Size = 32;

    private const int ResizeTo = 256;

    /// <summary>torchvision's transform for <c>googlenet</c>: resize to shorter side 256, center crop 224 x 224, ImageNet's mean and
    /// standard deviation.</summary>
    public static ImageTransform ImageNet { get; } = Centre(ResizeTo, ImageNetSize, Normalization.ImageNet);

    /// <summary>For TensorFlow's Inception v1 (slim): the same resize and crop, values from -1 to 1. Slim itself crops the central 87.5%
    /// and scales it to 224.</summary>
    public static ImageTransform Tf { get; } = Centre(ResizeTo, ImageNetSize, Normalization.Tf);

    /// <summary>For Caffe's bvlc_googlenet: the same resize and crop, BGR minus its means. Caffe itself scales to 256 x 256 without keeping
    /// the aspect ratio.</summary>
    public static ImageTransform Caffe { get; } = Centre(ResizeTo, ImageNetSize, Normalization.Caffe);

    /// <summary>For 32 x 32 networks trained on CIFAR-10: resize to shorter side 32, center crop 32 x 32, CIFAR-10's mean and standard
    /// deviation.</summary>
    public static ImageTransform Cifar10 { get; } = Centre(Cifar10Size, Cifar10Size, Normalization.Cifar10);

    /// <summary>Creates a transform with resize, center crop and normalization.</summary>
    /// <param name="resize">Length of the shorter side in pixels, 1 or more.</param>
    /// <param name="crop">Side of the center crop in pixels, 1 or more.</param>
    /// <param name="normalization">The normalization.</param>
    /// <returns>The transform; its output is 3 x crop x crop.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="normalization"/> is null.</exception>
    public static ImageTransform Centre(int resize, int crop, Normalization normalization) =>
        new([new Resize(resize), new CenterCrop(crop)], normalization);
}
