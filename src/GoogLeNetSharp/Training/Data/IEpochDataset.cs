namespace GoogLeNetSharp.Training;

/// <summary>A dataset whose items change from epoch to epoch.</summary>
/// <remarks>A dataset that wraps others implements it to pass the epoch on where it reads them on threads of its own.</remarks>
public interface IEpochDataset
{
    /// <summary>Sets the epoch of the items that are read next. <see cref="Trainer"/> calls it before each epoch.</summary>
    /// <param name="epoch">The epoch, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is negative.</exception>
    void SetEpoch(int epoch);
}
