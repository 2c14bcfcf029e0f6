using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Trains on mixtures of two images and their labels: <see cref="Mixup"/> or <see cref="CutMix"/>.</summary>
/// <remarks>Each batch is mixed with a permutation of itself, with a share drawn from the beta distribution with both parameters
/// <see cref="Alpha"/>. The loss is the weighted sum of the losses for both labels, which for cross entropy equals the loss for soft
/// targets. Random choices depend only on the seed, the epoch and the position in the epoch.</remarks>
public abstract record BatchMixing
{
    private BatchMixing(double alpha) => Alpha = alpha;

    /// <summary>Both parameters of the beta distribution of the share, above 0: below 1, one image dominates; 1 is uniform.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
    public double Alpha { get; init => field = TrainingRequire.AboveZero(value, nameof(Alpha)); }

    /// <summary>Mixes a batch.</summary>
    /// <param name="images">N x C x H x W.</param>
    /// <param name="random">Random generator.</param>
    /// <returns>The mixed images, the index of the other image for each (int64 N, on the CPU), and the share of the first image.</returns>
    internal (Tensor Images, Tensor Partners, double Share) Mix(Tensor images, Random random)
    {
        var order = Enumerable.Range(0, (int)images.shape[0]).Select(index => (long)index).ToArray();
        random.Shuffle(order);
        var (first, second) = (Gamma(Alpha, random), Gamma(Alpha, random));
        var partners = tensor(order);
        using var others = images.index_select(0, partners.to(images.device));
        var (mixed, share) = Mix(images, others, first / (first + second), random);
        return (mixed, partners, share);
    }

    private protected abstract (Tensor Images, double Share) Mix(Tensor images, Tensor others, double share, Random random);

    // Marsaglia and Tsang 2000; below 1, Gamma(alpha + 1) * U^(1 / alpha)
    private static double Gamma(double alpha, Random random)
    {
        if (alpha < 1) return Gamma(alpha + 1, random) * Math.Pow(1 - random.NextDouble(), 1 / alpha);
        var d = alpha - (1.0 / 3);
        while (true)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var v = Math.Pow(1 + (normal / Math.Sqrt(9 * d)), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (normal * normal / 2) + d - (d * v) + (d * Math.Log(v))) return d * v;
        }
    }

    /// <summary>Mixup: weighted means of two images (Zhang et al. 2017, arXiv 1710.09412).</summary>
    public sealed record Mixup : BatchMixing
    {
        /// <summary>Initializes the setting.</summary>
        /// <param name="alpha">Both parameters of the beta distribution, above 0.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not positive or not finite.</exception>
        public Mixup(double alpha = 0.2) : base(alpha)
        {
        }

        private protected override (Tensor Images, double Share) Mix(Tensor images, Tensor others, double share, Random random)
        {
            using var rest = others * (1 - share);
            using var part = images * share;
            return (part + rest, share);
        }
    }

    /// <summary>CutMix: replaces a rectangle of each image with that of another (Yun et al. 2019, arXiv 1905.04899). The share is that of
    /// the area.</summary>
    public sealed record CutMix : BatchMixing
    {
        /// <summary>Initializes the setting.</summary>
        /// <param name="alpha">Both parameters of the beta distribution, above 0.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not positive or not finite.</exception>
        public CutMix(double alpha = 1) : base(alpha)
        {
        }

        private protected override (Tensor Images, double Share) Mix(Tensor images, Tensor others, double share, Random random)
        {
            var (height, width) = ((int)images.shape[2], (int)images.shape[3]);
            var side = Math.Sqrt(1 - share);
            var (top, bottom) = Cut(height, side, random);
            var (left, right) = Cut(width, side, random);
            var mixed = images.clone();
            using var from = others[.., .., top..bottom, left..right];
            using var to = mixed[.., .., top..bottom, left..right];
            if (from.numel() > 0) to.copy_(from);
            return (mixed, 1 - ((double)(bottom - top) * (right - left) / ((double)height * width)));
        }

        // the center of the rectangle is anywhere in the image, so its edges may be cut off
        private static (int Start, int End) Cut(int length, double side, Random random)
        {
            var (centre, half) = (random.Next(length), (int)(length * side) / 2);
            return (Math.Max(0, centre - half), Math.Min(length, centre + half));
        }
    }
}
