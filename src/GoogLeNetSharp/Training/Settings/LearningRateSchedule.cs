namespace GoogLeNetSharp.Training;

/// <summary>Learning-rate schedule: <see cref="Constant"/>, <see cref="Step"/>, <see cref="Poly"/>, <see cref="Cosine"/> or
/// <see cref="OneCycle"/>.</summary>
/// <remarks>The rate depends only on the step, so a schedule has no state to save.</remarks>
public abstract record LearningRateSchedule
{
    private LearningRateSchedule()
    {
    }

    /// <summary>Length of the linear warm-up from near 0 in epochs, may be fractional; 0 for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WarmupEpochs { get; init => field = TrainingRequire.NotNegative(value, nameof(WarmupEpochs)); }

    /// <summary>Computes the factor of the optimizer's rate at a step.</summary>
    /// <param name="step">The step, from 0, counted over all epochs.</param>
    /// <param name="stepsPerEpoch">Steps per epoch.</param>
    /// <param name="epochs">Number of epochs of the training.</param>
    internal double Factor(long step, long stepsPerEpoch, int epochs)
    {
        var warmup = WarmupEpochs * stepsPerEpoch;
        var factor = Decay(step, stepsPerEpoch, stepsPerEpoch * epochs);
        return step < warmup ? factor * (step + 1) / (warmup + 1) : factor;
    }

    private protected abstract double Decay(long step, long stepsPerEpoch, long total);

    /// <summary>A constant rate.</summary>
    public sealed record Constant : LearningRateSchedule
    {
        private protected override double Decay(long step, long stepsPerEpoch, long total) => 1;
    }

    /// <summary>
    /// Multiplies the rate by <c>Factor</c> at regular intervals, like <c>StepLR</c>. The default is the paper's (Szegedy et al. 2014,
    /// section 6): "decreasing the learning rate by 4% every 8 epochs".
    /// </summary>
    public sealed record Step : LearningRateSchedule
    {
        /// <summary>Initializes the schedule.</summary>
        /// <param name="everyEpochs">Epochs between drops, 1 or more.</param>
        /// <param name="factor">Factor of a drop, above 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
        public Step(int everyEpochs = 8, double factor = 0.96) => (EveryEpochs, DropFactor) = (everyEpochs, factor);

        /// <summary>Epochs between drops.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
        public int EveryEpochs { get; init => field = TrainingRequire.Positive(value, nameof(EveryEpochs)); }

        /// <summary>Factor of a drop.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
        public double DropFactor { get; init => field = TrainingRequire.AboveZero(value, nameof(DropFactor)); }

        private protected override double Decay(long step, long stepsPerEpoch, long total) =>
            Math.Pow(DropFactor, step / stepsPerEpoch / EveryEpochs);
    }

    /// <summary>
    /// The rate times (1 - step / steps)^power: Caffe's "poly". The default power 0.5 is that of bvlc_googlenet's quick_solver.prototxt.
    /// </summary>
    public sealed record Poly : LearningRateSchedule
    {
        /// <summary>Initializes the schedule.</summary>
        /// <param name="power">The exponent, above 0.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="power"/> is not positive.</exception>
        public Poly(double power = 0.5) => Power = power;

        /// <summary>The exponent.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
        public double Power { get; init => field = TrainingRequire.AboveZero(value, nameof(Power)); }

        private protected override double Decay(long step, long stepsPerEpoch, long total) => Math.Pow(1 - ((double)step / total), Power);
    }

    /// <summary>The rate times (1 + cos(pi step / steps)) / 2: <c>CosineAnnealingLR</c> per step.</summary>
    public sealed record Cosine : LearningRateSchedule
    {
        private protected override double Decay(long step, long stepsPerEpoch, long total) => (1 + Math.Cos(Math.PI * step / total)) / 2;
    }

    /// <summary>Exponential increase from the optimizer's rate by a total ratio: the sweep of <see cref="LearningRateFinder"/>.</summary>
    internal sealed record Sweep(double Ratio, int Steps) : LearningRateSchedule
    {
        private protected override double Decay(long step, long stepsPerEpoch, long total) => Math.Pow(Ratio, (double)step / (Steps - 1));
    }

    /// <summary>
    /// Cosine increase to the optimizer's rate, then a longer cosine decrease to nearly zero: PyTorch's <c>OneCycleLR</c> without momentum
    /// cycling (Smith and Topin, arXiv 1708.07120).
    /// </summary>
    public sealed record OneCycle : LearningRateSchedule
    {
        /// <summary>Initializes the schedule.</summary>
        /// <param name="rise">Share of the training with increasing rate, in (0, 1): PyTorch's <c>pct_start</c>.</param>
        /// <param name="startDivisor">Ratio of the largest rate to the first, above 0: <c>div_factor</c>.</param>
        /// <param name="endDivisor">Ratio of the first rate to the last, above 0: <c>final_div_factor</c>.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
        public OneCycle(double rise = 0.3, double startDivisor = 25, double endDivisor = 1e4) =>
            (Rise, StartDivisor, EndDivisor) = (rise, startDivisor, endDivisor);

        /// <summary>Share of the training with increasing rate.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is outside (0, 1).</exception>
        public double Rise
        {
            get;
            init => field = value is > 0 and < 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Rise), value, "Rise: must be in (0, 1).");
        }

        /// <summary>Ratio of the largest rate to the first.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
        public double StartDivisor { get; init => field = TrainingRequire.AboveZero(value, nameof(StartDivisor)); }

        /// <summary>Ratio of the first rate to the last.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
        public double EndDivisor { get; init => field = TrainingRequire.AboveZero(value, nameof(EndDivisor)); }

        private protected override double Decay(long step, long stepsPerEpoch, long total)
        {
            var (first, peak) = (1 / StartDivisor, Math.Max(0, (Rise * total) - 1));
            return step < peak
                ? Between(first, 1, step / peak)
                : Between(1, first / EndDivisor, (step - peak) / Math.Max(1, total - 1 - peak));
        }

        private static double Between(double start, double end, double share) =>
            end + ((start - end) * (1 + Math.Cos(Math.PI * share)) / 2);
    }
}
