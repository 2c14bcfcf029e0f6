namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>The automatic augmentations to choose from.</summary>
internal enum AugmentName
{
    /// <summary>One operation with random strength.</summary>
    TrivialAugment,

    /// <summary>Two operations with the same strength.</summary>
    RandAugment,
}
