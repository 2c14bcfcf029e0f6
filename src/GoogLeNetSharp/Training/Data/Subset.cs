using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>A selection of items of another dataset in a given order.</summary>
/// <remarks>Class names and epochs are those of the other dataset, which is not disposed.</remarks>
public sealed class Subset : utils.data.Dataset, IClassNames, IEpochDataset, IItemLabels
{
    private readonly utils.data.Dataset _dataset;
    private readonly long[] _indices;

    /// <summary>Initializes a selection of items.</summary>
    /// <param name="dataset">The dataset; it is not disposed.</param>
    /// <param name="indices">Indices of the items, in order; one may occur more than once.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public Subset(utils.data.Dataset dataset, IEnumerable<long> indices)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(indices);
        _dataset = dataset;
        _indices = [.. indices];
        foreach (var index in _indices)
        {
            if (index < 0 || index >= dataset.Count)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"indices: must be from 0 to {dataset.Count - 1}.");
        }
    }

    /// <summary>Number of items.</summary>
    public override long Count => _indices.Length;

    /// <summary>Index of each item in the other dataset.</summary>
    public IReadOnlyList<long> Indices => _indices;

    /// <summary>Names of the classes by label, or null if the other dataset does not know them.</summary>
    public IReadOnlyList<string>? Classes => (_dataset as IClassNames)?.Classes;

    /// <inheritdoc/>
    public void SetEpoch(int epoch)
    {
        Require.NotNegative(epoch);
        (_dataset as IEpochDataset)?.SetEpoch(epoch);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The other dataset does not know its labels.</exception>
    public long LabelOf(long index)
    {
        if (_dataset is not IItemLabels labels)
        {
            throw new NotSupportedException(
                $"The dataset behind this subset, {_dataset.GetType().Name}, does not implement {nameof(IItemLabels)}.");
        }

        return labels.LabelOf(_indices[CheckIndex(index)]);
    }

    /// <summary>Loads an item.</summary>
    /// <param name="index">Index of the item, from 0 to <c>Count - 1</c>.</param>
    /// <returns>The item of the other dataset.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public override Dictionary<string, Tensor> GetTensor(long index)
    {
        return _dataset.GetTensor(_indices[CheckIndex(index)]);
    }

    private long CheckIndex(long index) => index >= 0 && index < Count
        ? index : throw new ArgumentOutOfRangeException(nameof(index), index, $"index: must be from 0 to {Count - 1}.");
}
