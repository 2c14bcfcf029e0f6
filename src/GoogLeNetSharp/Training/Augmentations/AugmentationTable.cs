using static GoogLeNetSharp.Training.AugmentationKind;

namespace GoogLeNetSharp.Training;

/// <summary>torchvision's tables of operations and strengths (<c>torchvision/transforms/autoaugment.py</c>, 0.14).</summary>
internal static class AugmentationTable
{
    public static IReadOnlyList<AugmentationRange> TrivialAugmentWide { get; } =
        Table(shear: 0.99, translateX: 32, translateY: 32, rotate: 135, colour: 0.99, fewestBits: 2);

    public static IReadOnlyList<AugmentationRange> RandAugment(int width, int height) =>
        Table(shear: 0.3, translateX: 150.0 / 331 * width, translateY: 150.0 / 331 * height, rotate: 30, colour: 0.9, fewestBits: 4);

    private static AugmentationRange[] Table(double shear, double translateX, double translateY, double rotate, double colour,
        int fewestBits) =>
    [
        new(Identity),
        new(ShearX, 0, shear, IsSigned: true),
        new(ShearY, 0, shear, IsSigned: true),
        new(TranslateX, 0, translateX, IsSigned: true),
        new(TranslateY, 0, translateY, IsSigned: true),
        new(Rotate, 0, rotate, IsSigned: true),
        new(Brightness, 0, colour, IsSigned: true),
        new(Color, 0, colour, IsSigned: true),
        new(Contrast, 0, colour, IsSigned: true),
        new(Sharpness, 0, colour, IsSigned: true),
        new(Posterize, 8, fewestBits),
        new(Solarize, 255, 0),
        new(AutoContrast),
        new(Equalize),
    ];
}
