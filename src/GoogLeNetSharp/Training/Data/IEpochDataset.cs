namespace GoogLeNetSharp.Training;

/// <summary>A dataset with items that depend on the epoch.</summary>
/// <remarks>A wrapper that reads other datasets on its own threads implements it to pass the epoch on.</remarks>
public interface IEpochDataset
{
    /// <summary>Sets the epoch of the following items. <see cref="Trainer"/> calls it before each epoch.</summary>
    /// <param name="epoch">The epoch, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is negative.</exception>
    void SetEpoch(int epoch);
}
