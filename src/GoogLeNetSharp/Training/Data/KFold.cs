using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>K-fold cross-validation: each item is in the validation set of one fold and in the training sets of the others.</summary>
/// <example><code>
/// using var augmented = new ImageFolderDataset("flowers", Augmentation.ImageNet());
/// using var plain = new ImageFolderDataset("flowers", Preprocessing.ImageNet);
/// foreach (var fold in KFold.Split(augmented, 5, validation: plain)) trainer.Fit(fold.Training, fold.Validation);
/// </code></example>
public static class KFold
{
    /// <summary>Splits a dataset into folds.</summary>
    /// <param name="dataset">The training dataset; it is not disposed.</param>
    /// <param name="folds">Number of folds, from 2 to the number of items.</param>
    /// <param name="seed">Seed of the split; the same seed gives the same split.</param>
    /// <param name="validation">The same items with the evaluation transform, or null for <paramref name="dataset"/> itself.</param>
    /// <returns>The folds. The sizes of their validation sets differ by at most one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="dataset"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is outside its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="validation"/> has another number of items.</exception>
    public static IReadOnlyList<Fold> Split(utils.data.Dataset dataset, int folds, long seed = 0, utils.data.Dataset? validation = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (folds < 2 || folds > dataset.Count)
            throw new ArgumentOutOfRangeException(nameof(folds), folds, $"folds: must be from 2 to {dataset.Count}, the number of items.");
        if (validation is not null && validation.Count != dataset.Count)
        {
            throw new ArgumentException($"validation: expected {dataset.Count} items, as many as the dataset has, got {validation.Count}.",
                nameof(validation));
        }

        var order = BatchSource.InOrder(dataset.Count);
        ItemRandom.For(seed, ItemRandom.Content, index: 0).Shuffle(order);
        return [.. Enumerable.Range(0, folds).Select(fold => new Fold(
            new Subset(dataset, Sorted(order.Where((_, place) => place % folds != fold))),
            new Subset(validation ?? dataset, Sorted(order.Where((_, place) => place % folds == fold)))))];

        static IEnumerable<long> Sorted(IEnumerable<long> indices) => indices.Order();
    }
}
