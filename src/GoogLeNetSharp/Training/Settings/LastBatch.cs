namespace GoogLeNetSharp.Training;

/// <summary>Treatment of the images at the end of an epoch that do not fill a batch.</summary>
public enum LastBatch
{
    /// <summary>They form a smaller batch.</summary>
    Keep,

    /// <summary>They are dropped, as with PyTorch's <c>drop_last</c>. With a shuffled order, each epoch drops other images.</summary>
    Drop,

    /// <summary>They are added to the previous batch, which then has up to twice the batch size minus one.</summary>
    Merge,
}
