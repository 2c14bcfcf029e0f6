namespace GoogLeNetSharp.Training;

/// <summary>The operations of <see cref="TrivialAugment"/> and <see cref="RandAugment"/>, in torchvision's order.</summary>
internal enum AugmentationKind
{
    Identity,
    ShearX,
    ShearY,
    TranslateX,
    TranslateY,
    Rotate,
    Brightness,
    Color,
    Contrast,
    Sharpness,
    Posterize,
    Solarize,
    AutoContrast,
    Equalize,
}
