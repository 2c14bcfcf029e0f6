using TorchSharp.Modules;
using static TorchSharp.torch;
using AdamWGroup = TorchSharp.Modules.AdamW.ParamGroup;

namespace GoogLeNetSharp.Training;

/// <summary>Which optimizer, and its numbers: <see cref="Sgd"/> or <see cref="AdamW"/>.</summary>
/// <remarks>The updates are those of TorchSharp's <c>torch.optim</c>, which agree with PyTorch's.</remarks>
public abstract record OptimizerSettings
{
    private OptimizerSettings(double learningRate, double weightDecay) => (LearningRate, WeightDecay) = (learningRate, weightDecay);

    /// <summary>The rate that the schedule starts from (after warm-up), above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to 0 or below, or not finite.</exception>
    public double LearningRate { get; init => field = TrainingRequire.AboveZero(value, nameof(LearningRate)); }

    /// <summary>Weight decay, 0 or more: added to the gradient by <see cref="Sgd"/>, decoupled from it by <see cref="AdamW"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 0, or not finite.</exception>
    public double WeightDecay { get; init => field = TrainingRequire.NotNegative(value, nameof(WeightDecay)); }

    /// <summary>Whether <see cref="WeightDecay"/> is for parameters of one dimension too, the weights of norms and all biases, as in
    /// PyTorch's optimizers.</summary>
    public bool DecaysNormsAndBiases { get; init; } = true;

    /// <summary>The optimizer of these groups of parameters.</summary>
    internal abstract OptimizerHelper Create(IReadOnlyList<GroupedParameters> groups);

    private static IEnumerable<Parameter> ParametersOf(GroupedParameters group) => group.Parameters.Select(entry => entry.Parameter);

    /// <summary>Stochastic gradient descent with momentum, as <c>torch.optim.SGD</c>.</summary>
    public sealed record Sgd : OptimizerSettings
    {
        /// <summary>Makes the settings.</summary>
        /// <param name="learningRate">The rate, above 0.</param>
        /// <param name="momentum">Momentum, in [0, 1).</param>
        /// <param name="nesterov">Whether the momentum is Nesterov's; needs momentum above 0.</param>
        /// <param name="weightDecay">Weight decay (L2 penalty), 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
        /// <exception cref="ArgumentException">Nesterov without momentum.</exception>
        public Sgd(double learningRate = 0.01, double momentum = 0.9, bool nesterov = false, double weightDecay = 0)
            : base(learningRate, weightDecay)
        {
            Momentum = momentum;
            Nesterov = nesterov;
            if (nesterov && momentum == 0) throw new ArgumentException("nesterov: needs momentum above 0, got 0.", nameof(nesterov));
        }

        /// <summary>Momentum, in [0, 1).</summary>
        /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
        public double Momentum { get; init => field = Require.Probability(value, nameof(Momentum)); }

        /// <summary>Whether the momentum is Nesterov's.</summary>
        public bool Nesterov { get; init; }

        internal override OptimizerHelper Create(IReadOnlyList<GroupedParameters> groups) => optim.SGD(
            groups.Select(group => new SGD.ParamGroup(
                ParametersOf(group), LearningRate * group.RateFactor, Momentum, weight_decay: group.WeightDecay,
                nesterov: Nesterov && Momentum > 0)),
            LearningRate);
    }

    /// <summary>Adam with decoupled weight decay, as <c>torch.optim.AdamW</c> (Loshchilov and Hutter, arXiv 1711.05101).</summary>
    public sealed record AdamW : OptimizerSettings
    {
        /// <summary>Makes the settings.</summary>
        /// <param name="learningRate">The rate, above 0.</param>
        /// <param name="beta1">Decay of the gradient's mean, in [0, 1).</param>
        /// <param name="beta2">Decay of the squared gradient's mean, in [0, 1).</param>
        /// <param name="eps">Added to the denominator, above 0.</param>
        /// <param name="weightDecay">Weight decay, 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
        public AdamW(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weightDecay = 0.01)
            : base(learningRate, weightDecay) => (Beta1, Beta2, Eps) = (beta1, beta2, eps);

        /// <summary>Decay of the gradient's mean, in [0, 1).</summary>
        /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
        public double Beta1 { get; init => field = Require.Probability(value, nameof(Beta1)); }

        /// <summary>Decay of the squared gradient's mean, in [0, 1).</summary>
        /// <exception cref="ArgumentOutOfRangeException">Set outside [0, 1).</exception>
        public double Beta2 { get; init => field = Require.Probability(value, nameof(Beta2)); }

        /// <summary>Added to the denominator, above 0.</summary>
        /// <exception cref="ArgumentOutOfRangeException">Set to 0 or below, or not finite.</exception>
        public double Eps { get; init => field = TrainingRequire.AboveZero(value, nameof(Eps)); }

        internal override OptimizerHelper Create(IReadOnlyList<GroupedParameters> groups) => optim.AdamW(
            groups.Select(group => new AdamWGroup(ParametersOf(group), LearningRate * group.RateFactor, Beta1, Beta2, Eps,
                group.WeightDecay)), LearningRate);
    }
}
