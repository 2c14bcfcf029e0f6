using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>K-fold cross-validation: each item is in the validation set of one fold and in the training sets of the others.</summary>
/// <remarks>The folds are those of scikit-learn's <c>KFold</c> and <c>StratifiedKFold</c>, except for the random numbers of a
/// shuffle.</remarks>
/// <example><code>
/// using var augmented = new ImageFolderDataset("flowers", Augmentation.ImageNet());
/// using var plain = new ImageFolderDataset("flowers", Preprocessing.ImageNet);
/// foreach (var fold in KFold.SplitStratified(augmented, 5, validation: plain)) trainer.Fit(fold.Training, fold.Validation);
/// </code></example>
public static class KFold
{
    /// <summary>Splits a dataset into folds of consecutive items, in order or after a shuffle.</summary>
    /// <param name="dataset">The training dataset; it is not disposed.</param>
    /// <param name="folds">Number of folds, from 2 to the number of items.</param>
    /// <param name="seed">Seed of the shuffle; the same seed gives the same split. Null keeps the items in order.</param>
    /// <param name="validation">The same items with the evaluation transform, or null for <paramref name="dataset"/> itself.</param>
    /// <returns>The folds. The sizes of their validation sets differ by at most one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="dataset"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is outside its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="validation"/> has another number of items.</exception>
    public static IReadOnlyList<Fold> Split(
        utils.data.Dataset dataset, int folds, long? seed = 0, utils.data.Dataset? validation = null)
    {
        Check(dataset, folds, validation);
        var order = BatchSource.InOrder(dataset.Count);
        if (seed is { } number) Chance(number).Shuffle(order);
        var places = new int[order.Length];
        for (var place = 0; place < order.Length; place++) places[order[place]] = FoldOf(place, order.Length, folds);
        return Folds(dataset, validation, folds, places);
    }

    /// <summary>Splits a dataset into folds with the class proportions of the dataset.</summary>
    /// <param name="dataset">The training dataset, which implements <see cref="IItemLabels"/>; it is not disposed.</param>
    /// <param name="folds">Number of folds, from 2 to the number of items of the largest class.</param>
    /// <param name="seed">Seed of the shuffle within each class; the same seed gives the same split. Null keeps the items in order.</param>
    /// <param name="validation">The same items with the evaluation transform, or null for <paramref name="dataset"/> itself.</param>
    /// <returns>The folds. The sizes of their validation sets differ by at most one, and so do the numbers of items of each
    /// class.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="dataset"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is outside its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="dataset"/> does not implement <see cref="IItemLabels"/>, or
    /// <paramref name="validation"/> has another number of items.</exception>
    public static IReadOnlyList<Fold> SplitStratified(
        utils.data.Dataset dataset, int folds, long? seed = 0, utils.data.Dataset? validation = null)
    {
        Check(dataset, folds, validation);
        if (dataset is not IItemLabels labels)
        {
            throw new ArgumentException(
                $"dataset: expected one that implements {nameof(IItemLabels)}, got {dataset.GetType().Name}.", nameof(dataset));
        }

        // in order of first appearance, as in scikit-learn
        var classes = BatchSource.InOrder(dataset.Count).GroupBy(labels.LabelOf).Select(group => group.ToArray()).ToArray();
        var largest = classes.Max(items => items.Length);
        if (folds > largest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(folds), folds, $"folds: must be from 2 to {largest}, the number of items of the largest class.");
        }

        var chance = seed is { } number ? Chance(number) : null;
        var places = new int[dataset.Count];
        var sorted = 0;     // items of the previous classes, which are assigned to the folds in turn
        foreach (var items in classes)
        {
            var counts = new int[folds];
            for (var i = 0; i < items.Length; i++) counts[(sorted + i) % folds]++;
            sorted += items.Length;
            var blocks = counts.SelectMany((count, fold) => Enumerable.Repeat(fold, count)).ToArray();
            chance?.Shuffle(blocks);
            for (var i = 0; i < items.Length; i++) places[items[i]] = blocks[i];
        }

        return Folds(dataset, validation, folds, places);
    }

    private static void Check(utils.data.Dataset dataset, int folds, utils.data.Dataset? validation)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (folds < 2 || folds > dataset.Count)
            throw new ArgumentOutOfRangeException(nameof(folds), folds, $"folds: must be from 2 to {dataset.Count}, the number of items.");
        if (validation is not null && validation.Count != dataset.Count)
        {
            throw new ArgumentException(
                $"validation: expected {dataset.Count} items, as many as the dataset has, got {validation.Count}.", nameof(validation));
        }
    }

    private static Random Chance(long seed) => ItemRandom.For(seed, ItemRandom.Content, index: 0);

    // if the items do not divide evenly, the first folds have one item more
    private static int FoldOf(int place, int items, int folds)
    {
        var (size, larger) = Math.DivRem(items, folds);
        var inLarger = larger * (size + 1);
        return place < inLarger ? place / (size + 1) : larger + ((place - inLarger) / size);
    }

    private static IReadOnlyList<Fold> Folds(utils.data.Dataset dataset, utils.data.Dataset? validation, int folds, int[] places)
    {
        return [.. Enumerable.Range(0, folds).Select(fold => new Fold(
            new Subset(dataset, Items(other => other != fold)), new Subset(validation ?? dataset, Items(other => other == fold))))];

        IEnumerable<long> Items(Func<int, bool> isIn) => BatchSource.InOrder(places.Length).Where(item => isIn(places[item]));
    }
}
