namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>The automatic augmentations to choose from.</summary>
internal enum AugmentName
{
    /// <summary>One operation at any strength.</summary>
    TrivialAugment,

    /// <summary>Two operations at one strength.</summary>
    RandAugment,
}
