namespace GoogLeNetSharp;

/// <summary>How an <see cref="AuxiliaryClassifier"/> shrinks its map before the 1x1 convolution.</summary>
public enum AuxiliaryClassifierForm
{
    /// <summary>Average pool 5x5 with stride 3, as in the paper: takes maps of 14 to 16 pixels a side, no other.</summary>
    Paper,

    /// <summary>Adaptive average pool to 4x4, as in torchvision: takes maps of any size.</summary>
    TorchVision,
}
