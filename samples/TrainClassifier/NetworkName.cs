namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>The networks to choose from.</summary>
internal enum NetworkName
{
    /// <summary>GoogLeNet in one of its presets.</summary>
    GoogLeNet,

    /// <summary>LeNet-5, for 28 x 28 or 32 x 32 pixels.</summary>
    LeNet,

    /// <summary>ResNet-18, up to 64 x 64 pixels with the stem for small images.</summary>
    ResNet18,

    /// <summary>VGG-19 with its five pools, without batch norm and with hidden layers of 512 features.</summary>
    Vgg19,
}
