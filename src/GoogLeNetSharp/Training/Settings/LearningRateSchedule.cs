namespace GoogLeNetSharp.Training;

/// <summary>How the learning rate goes over the training: <see cref="Constant"/>, <see cref="Step"/>, <see cref="Poly"/> or <see cref="Cosine"/>.</summary>
/// <remarks>The rate is a function of the step alone: nothing has to be saved for it, and nothing drifts.</remarks>
public abstract record LearningRateSchedule
{
    private LearningRateSchedule()
    {
    }

    /// <summary>Epochs, also in parts, over which the rate first rises in a line from near 0 to what the schedule says; 0 for none.</summary>
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
}
