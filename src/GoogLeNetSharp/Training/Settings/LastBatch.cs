namespace GoogLeNetSharp.Training;

/// <summary>What happens to the images at the end of an epoch that do not fill a batch.</summary>
public enum LastBatch
{
    /// <summary>They are a smaller batch of their own.</summary>
    Keep,

    /// <summary>They are left out of the epoch, as with PyTorch's <c>drop_last</c>. The order decides which; with a shuffled order they are
    /// others in each epoch.</summary>
    Drop,

    /// <summary>They join the batch before, which then has up to twice the batch size less one.</summary>
    Merge,
}
