namespace GoogLeNetSharp.Training;

/// <summary>How the learning rate goes over the training: <see cref="Constant"/>, <see cref="Step"/>, <see cref="Poly"/>,
/// <see cref="Cosine"/> or <see cref="OneCycle"/>.</summary>
/// <remarks>The rate is a function of the step alone: nothing has to be saved for it, and nothing drifts.</remarks>
public abstract record LearningRateSchedule
{
    private LearningRateSchedule()
    {
    }

    /// <summary>Epochs, also in parts, over which the rate first rises in a line from near 0 to what the schedule says; 0 for
    /// none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 0, or not finite.</exception>
    public double WarmupEpochs { get; init => field = TrainingRequire.NotNegative(value, nameof(WarmupEpochs)); }

    /// <summary>What the optimizer's rate is multiplied with at a step.</summary>
    /// <param name="step">The step, from 0, counted over all epochs.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <param name="epochs">Epochs of the training.</param>
    internal double Factor(long step, long stepsPerEpoch, int epochs)
    {
        var warmup = WarmupEpochs * stepsPerEpoch;
        var factor = Decay(step, stepsPerEpoch, stepsPerEpoch * epochs);
        return step < warmup ? factor * (step + 1) / (warmup + 1) : factor;
    }

    private protected abstract double Decay(long step, long stepsPerEpoch, long total);

    /// <summary>The same rate throughout.</summary>
    public sealed record Constant : LearningRateSchedule
    {
        private protected override double Decay(long step, long stepsPerEpoch, long total) => 1;
    }

    /// <summary>
    /// The rate times <c>Factor</c> after every so many epochs: <c>StepLR</c>. The paper's (Szegedy et al. 2014, section 6) is the default:
    /// "decreasing the learning rate by 4% every 8 epochs".
    /// </summary>
    public sealed record Step : LearningRateSchedule
    {
        /// <summary>Makes the schedule.</summary>
        /// <param name="everyEpochs">Epochs between two drops, 1 or more.</param>
        /// <param name="factor">What a drop multiplies the rate with, above 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
        public Step(int everyEpochs = 8, double factor = 0.96) => (EveryEpochs, DropFactor) = (everyEpochs, factor);

        /// <summary>Epochs between two drops.</summary>
        /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
        public int EveryEpochs { get; init => field = TrainingRequire.Positive(value, nameof(EveryEpochs)); }

        /// <summary>What a drop multiplies the rate with.</summary>
        /// <exception cref="ArgumentOutOfRangeException">Set to 0 or below, or not finite.</exception>
        public double DropFactor { get; init => field = TrainingRequire.AboveZero(value, nameof(DropFactor)); }

        private protected override double Decay(long step, long stepsPerEpoch, long total) =>
            Math.Pow(DropFactor, step / stepsPerEpoch / EveryEpochs);
    }

    /// <summary>
    /// The rate times (1 - step / steps)^power: Caffe's "poly", with power 0.5 in bvlc_googlenet's quick_solver.prototxt, the default.
    /// </summary>
    public sealed record Poly : LearningRateSchedule
    {
        /// <summary>Makes the schedule.</summary>
        /// <param name="power">The power, above 0.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="power"/> is 0 or below.</exception>
        public Poly(double power = 0.5) => Power = power;

        /// <summary>The power.</summary>
        /// <exception cref="ArgumentOutOfRangeException">Set to 0 or below, or not finite.</exception>
        public double Power { get; init => field = TrainingRequire.AboveZero(value, nameof(Power)); }

        private protected override double Decay(long step, long stepsPerEpoch, long total) => Math.Pow(1 - ((double)step / total), Power);
    }

    /// <summary>The rate times (1 + cos(pi step / steps)) / 2: <c>CosineAnnealingLR</c>, by the step.</summary>
    public sealed record Cosine : LearningRateSchedule
    {
        private protected override double Decay(long step, long stepsPerEpoch, long total) => (1 + Math.Cos(Math.PI * step / total)) / 2;
    }

    /// <summary>A rise by the same factor at every step, from the optimizer's rate to that rate times the ratio: the sweep of
    /// <see cref="LearningRateFinder"/>.</summary>
    internal sealed record Sweep(double Ratio, int Steps) : LearningRateSchedule
    {
        private protected override double Decay(long step, long stepsPerEpoch, long total) => Math.Pow(Ratio, (double)step / (Steps - 1));
    }

    /// <summary>
    /// A rise to the optimizer's rate and a longer fall to almost nothing, both along a cosine: PyTorch's <c>OneCycleLR</c> without its
    /// cycle of the momentum (Smith and Topin, arXiv 1708.07120).
    /// </summary>
    public sealed record OneCycle : LearningRateSchedule
    {
        /// <summary>Makes the schedule.</summary>
        /// <param name="rise">Share of the training over which the rate rises, in (0, 1): PyTorch's <c>pct_start</c>.</param>
        /// <param name="startDivisor">The first rate is the largest over this, above 0: <c>div_factor</c>.</param>
        /// <param name="endDivisor">The last rate is the first over this, above 0: <c>final_div_factor</c>.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
        public OneCycle(double rise = 0.3, double startDivisor = 25, double endDivisor = 1e4) =>
            (Rise, StartDivisor, EndDivisor) = (rise, startDivisor, endDivisor);

        /// <summary>Share of the training over which the rate rises.</summary>
        /// <exception cref="ArgumentOutOfRangeException">Set outside (0, 1).</exception>
        public double Rise
        {
            get;
            init => field = value is > 0 and < 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Rise), value, "Rise: must be in (0, 1).");
        }

        /// <summary>The largest rate over the first.</summary>
        /// <exception cref="ArgumentOutOfRangeException">Set to 0 or below, or not finite.</exception>
        public double StartDivisor { get; init => field = TrainingRequire.AboveZero(value, nameof(StartDivisor)); }

        /// <summary>The first rate over the last.</summary>
        /// <exception cref="ArgumentOutOfRangeException">Set to 0 or below, or not finite.</exception>
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
