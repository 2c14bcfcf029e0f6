namespace GoogLeNetSharp;

/// <summary>A variant of GoogLeNet; see the presets of <see cref="GoogLeNetOptions"/>.</summary>
public enum GoogLeNetPreset
{
    /// <summary>The network of the course notes: two stem convolutions, padded pools, two linear layers.</summary>
    Default,

    /// <summary>Szegedy et al. 2014, table 1.</summary>
    Paper,

    /// <summary>torchvision's <c>googlenet</c>.</summary>
    TorchVision,

    /// <summary>For 32 x 32 images: batch norm and a stem that keeps the image's size.</summary>
    Cifar,
}
