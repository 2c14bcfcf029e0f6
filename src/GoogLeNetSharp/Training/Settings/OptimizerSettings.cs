using TorchSharp.Modules;
using static TorchSharp.torch;
using AdamWGroup = TorchSharp.Modules.AdamW.ParamGroup;

namespace GoogLeNetSharp.Training;

/// <summary>Optimizer and its settings: <see cref="Sgd"/> or <see cref="AdamW"/>.</summary>
/// <remarks>Uses TorchSharp's <c>torch.optim</c>, which agrees with PyTorch.</remarks>
public abstract record OptimizerSettings
{
    private OptimizerSettings(double learningRate, double weightDecay) => (LearningRate, WeightDecay) = (learningRate, weightDecay);

    /// <summary>Base learning rate of the schedule, above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
    public double LearningRate { get; init => field = TrainingRequire.AboveZero(value, nameof(LearningRate)); }

    /// <summary>Weight decay, 0 or more: added to the gradient by <see cref="Sgd"/>, decoupled from it by <see cref="AdamW"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WeightDecay { get; init => field = TrainingRequire.NotNegative(value, nameof(WeightDecay)); }

    /// <summary>Whether <see cref="WeightDecay"/> also applies to one-dimensional parameters (weights of norms and all biases), as in
    /// PyTorch's optimizers.</summary>
    public bool DecaysNormsAndBiases { get; init; } = true;

    /// <summary>Creates the optimizer of parameter groups.</summary>
    internal abstract OptimizerHelper Create(IReadOnlyList<GroupedParameters> groups);

    private static IEnumerable<Parameter> ParametersOf(GroupedParameters group) => group.Parameters.Select(entry => entry.Parameter);

    /// <summary>Stochastic gradient descent with momentum, like <c>torch.optim.SGD</c>.</summary>
    public sealed record Sgd : OptimizerSettings
    {
        /// <summary>Initializes the settings.</summary>
        /// <param name="learningRate">The rate, above 0.</param>
        /// <param name="momentum">Momentum, in [0, 1).</param>
        /// <param name="nesterov">Whether to use Nesterov momentum; requires momentum above 0.</param>
        /// <param name="weightDecay">Weight decay (L2 penalty), 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
        /// <exception cref="ArgumentException">Nesterov momentum with momentum 0.</exception>
        public Sgd(double learningRate = 0.01, double momentum = 0.9, bool nesterov = false, double weightDecay = 0)
            : base(learningRate, weightDecay)
        {
            Momentum = momentum;
            Nesterov = nesterov;
            if (nesterov && momentum == 0) throw new ArgumentException("nesterov: needs momentum above 0, got 0.", nameof(nesterov));
        }

        /// <summary>Momentum, in [0, 1).</summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 1).</exception>
        public double Momentum { get; init => field = Require.Probability(value, nameof(Momentum)); }

        /// <summary>Whether to use Nesterov momentum.</summary>
        public bool Nesterov { get; init; }

        internal override OptimizerHelper Create(IReadOnlyList<GroupedParameters> groups) => optim.SGD(
            groups.Select(group => new SGD.ParamGroup(
                ParametersOf(group), LearningRate * group.RateFactor, Momentum, weight_decay: group.WeightDecay,
                nesterov: Nesterov && Momentum > 0)),
            LearningRate);
    }

    /// <summary>Adam with decoupled weight decay, like <c>torch.optim.AdamW</c> (Loshchilov and Hutter, arXiv 1711.05101).</summary>
    public sealed record AdamW : OptimizerSettings
    {
        /// <summary>Initializes the settings.</summary>
        /// <param name="learningRate">The rate, above 0.</param>
        /// <param name="beta1">Decay of the running mean of gradients, in [0, 1).</param>
        /// <param name="beta2">Decay of the running mean of squared gradients, in [0, 1).</param>
        /// <param name="eps">Added to the denominator, above 0.</param>
        /// <param name="weightDecay">Weight decay, 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
        public AdamW(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weightDecay = 0.01)
            : base(learningRate, weightDecay) => (Beta1, Beta2, Eps) = (beta1, beta2, eps);

        /// <summary>Decay of the running mean of gradients, in [0, 1).</summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 1).</exception>
        public double Beta1 { get; init => field = Require.Probability(value, nameof(Beta1)); }

        /// <summary>Decay of the running mean of squared gradients, in [0, 1).</summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is outside [0, 1).</exception>
        public double Beta2 { get; init => field = Require.Probability(value, nameof(Beta2)); }

        /// <summary>Added to the denominator, above 0.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
        public double Eps { get; init => field = TrainingRequire.AboveZero(value, nameof(Eps)); }

        internal override OptimizerHelper Create(IReadOnlyList<GroupedParameters> groups) => optim.AdamW(
            groups.Select(group => new AdamWGroup(ParametersOf(group), LearningRate * group.RateFactor, Beta1, Beta2, Eps,
                group.WeightDecay)), LearningRate);
    }
}
