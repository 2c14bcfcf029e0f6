namespace GoogLeNetSharp;

/// <summary>Pooling of an <see cref="AuxiliaryClassifier"/> before its 1x1 convolution.</summary>
public enum AuxiliaryClassifierForm
{
    /// <summary>Average pool 5x5 with stride 3, as in the paper. Accepts only maps of 14 to 16 pixels a side.</summary>
    Paper,

    /// <summary>Adaptive average pool to 4x4, as in torchvision. Accepts maps of any size.</summary>
    TorchVision,
}
