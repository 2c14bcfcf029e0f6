using System.Globalization;
using System.Security.Cryptography;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Selection and order of the items of an epoch: <see cref="Shuffled"/>, <see cref="Balanced"/> or
/// <see cref="Weighted"/>.</summary>
/// <remarks>An epoch always has as many items as the dataset. The order depends only on the seed and the epoch. With <see cref="Balanced"/>
/// and <see cref="Weighted"/>, an item may occur several times in an epoch, with the same random transforms, or not at all.</remarks>
public abstract record TrainingOrder
{
    private TrainingOrder()
    {
    }

    /// <summary>Creates the function from an epoch to the indices of its items.</summary>
    internal abstract Func<int, long[]> Of(utils.data.Dataset dataset, long seed);

    /// <summary>The description that must be the same when a training is resumed.</summary>
    internal virtual string Fingerprint => GetType().Name;

    // the random stream of an epoch's order, besides those of its items
    private static Random Chance(long seed, int epoch) => ItemRandom.For(seed, epoch, index: -1);

    /// <summary>Each item once, in random order.</summary>
    public sealed record Shuffled : TrainingOrder
    {
        internal override Func<int, long[]> Of(utils.data.Dataset dataset, long seed) => epoch =>
            BatchSource.Shuffled(dataset.Count, seed, epoch);
    }

    /// <summary>Each class equally often (within one item), in random order, for classes of unequal size.</summary>
    /// <remarks>The items of a class are repeated in new random orders until its share is filled. The dataset must implement
    /// <see cref="IItemLabels"/>, as the datasets of this library do.</remarks>
    public sealed record Balanced : TrainingOrder
    {
        internal override Func<int, long[]> Of(utils.data.Dataset dataset, long seed)
        {
            if (dataset is not IItemLabels labels)
            {
                throw new ArgumentException(
                    $"training: {nameof(TrainerOptions.Order)} {nameof(Balanced)} needs a dataset that implements {nameof(IItemLabels)}, "
                    + $"got {dataset.GetType().Name}.",
                    "training");
            }

            var classes = BatchSource.InOrder(dataset.Count).GroupBy(labels.LabelOf).OrderBy(group => group.Key)
                .Select(group => group.ToArray()).ToArray();
            return epoch => Draw(classes, dataset.Count, Chance(seed, epoch));
        }

        private static long[] Draw(long[][] classes, long count, Random chance)
        {
            var (share, left) = Math.DivRem(count, classes.Length);
            var turns = BatchSource.InOrder(classes.Length);
            chance.Shuffle(turns);      // classes that receive the remainder
            var order = new List<long>((int)count);
            for (var i = 0; i < classes.Length; i++)
            {
                var items = classes[i].ToArray();
                for (var wanted = share + (turns[i] < left ? 1 : 0); wanted > 0; wanted -= items.Length)
                {
                    chance.Shuffle(items);
                    order.AddRange(items.Take((int)Math.Min(wanted, items.Length)));
                }
            }

            var shuffled = order.ToArray();
            chance.Shuffle(shuffled);
            return shuffled;
        }
    }

    /// <summary>Items sampled with replacement in proportion to weights, like PyTorch's <c>WeightedRandomSampler</c>.</summary>
    public sealed record Weighted : TrainingOrder
    {
        private readonly double[] _sums;

        /// <summary>Initializes the order.</summary>
        /// <param name="weights">Weights of the items of the dataset, 0 or more. The probability of an item is its share of the
        /// sum.</param>
        /// <exception cref="ArgumentNullException"><paramref name="weights"/> is null.</exception>
        /// <exception cref="ArgumentException">A weight is negative or not finite, or none is above 0.</exception>
        public Weighted(IEnumerable<double> weights)
        {
            ArgumentNullException.ThrowIfNull(weights);
            Weights = new ReadableList<double>(weights);
            _sums = new double[Weights.Count];
            var sum = 0.0;
            for (var i = 0; i < Weights.Count; i++)
            {
                if (Weights[i] is not (>= 0 and < double.PositiveInfinity))
                {
                    throw new ArgumentException(
                        FormattableString.Invariant($"weights: expected numbers of 0 or more, got {Weights[i]} for item {i}."),
                        nameof(weights));
                }

                _sums[i] = sum += Weights[i];
            }

            if (sum is not (> 0 and < double.PositiveInfinity))
                throw new ArgumentException("weights: expected a finite sum above 0.", nameof(weights));
        }

        /// <summary>The weight of each item.</summary>
        public IReadOnlyList<double> Weights { get; }

        internal override string Fingerprint =>
            $"{nameof(Weighted)} {Convert.ToHexStringLower(SHA256.HashData([.. Weights.SelectMany(BitConverter.GetBytes)]))[..16]}";

        internal override Func<int, long[]> Of(utils.data.Dataset dataset, long seed)
        {
            if (dataset.Count != Weights.Count)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"training: {nameof(TrainerOptions.Order)} {nameof(Weighted)} has {Weights.Count} weights, the dataset "
                    + $"{dataset.Count} items."), "training");
            }

            return epoch =>
            {
                var chance = Chance(seed, epoch);
                var order = new long[Weights.Count];
                for (var i = 0; i < order.Length; i++) order[i] = At(chance.NextDouble() * _sums[^1]);
                return order;
            };
        }

        // the first item whose cumulative sum exceeds the point, which never has weight 0
        private long At(double point)
        {
            var (low, high) = (0, _sums.Length - 1);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_sums[middle] > point) high = middle;
                else low = middle + 1;
            }

            return low;
        }
    }
}
