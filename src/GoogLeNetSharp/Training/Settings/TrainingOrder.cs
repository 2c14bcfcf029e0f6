using System.Globalization;
using System.Security.Cryptography;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Which items an epoch has, and in what order: <see cref="Shuffled"/>, <see cref="Balanced"/> or
/// <see cref="Weighted"/>.</summary>
/// <remarks>An epoch has as many items as the dataset in any case. The order depends on the seed and the epoch alone. With
/// <see cref="Balanced"/> and
/// <see cref="Weighted"/> an item may come more than once in an epoch, with the same random transforms each time, or not at all.</remarks>
public abstract record TrainingOrder
{
    private TrainingOrder()
    {
    }

    /// <summary>From an epoch to the indices of its items.</summary>
    internal abstract Func<int, long[]> Of(utils.data.Dataset dataset, long seed);

    /// <summary>What a resumed training must have in common with the one before.</summary>
    internal virtual string Fingerprint => GetType().Name;

    // The stream of an epoch's order, beside those of its items.
    private static Random Chance(long seed, int epoch) => ItemRandom.For(seed, epoch, index: -1);

    /// <summary>Every item once, in random order.</summary>
    public sealed record Shuffled : TrainingOrder
    {
        internal override Func<int, long[]> Of(utils.data.Dataset dataset, long seed) => epoch =>
            BatchSource.Shuffled(dataset.Count, seed, epoch);
    }

    /// <summary>Every class equally often, to within one item, in random order: for classes of unequal size.</summary>
    /// <remarks>The items of a class are gone through in a new random order again and again until its share is filled. The dataset must
    /// know its labels (<see cref="IItemLabels"/>), as those of this library do.</remarks>
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
            chance.Shuffle(turns);      // who gets what does not divide evenly
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

    /// <summary>Items drawn with replacement, each as often as its weight says: PyTorch's <c>WeightedRandomSampler</c>.</summary>
    public sealed record Weighted : TrainingOrder
    {
        private readonly double[] _sums;

        /// <summary>Makes the order.</summary>
        /// <param name="weights">A weight for each item of the dataset, 0 or more; the probability of an item is its share of their
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

        // The first item whose running sum is above the point: never one of weight 0.
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
