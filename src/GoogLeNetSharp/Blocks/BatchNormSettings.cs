namespace GoogLeNetSharp;

/// <summary>Settings of the batch norm after a convolution. Blocks given null use no batch norm, and their convolutions have a
/// bias.</summary>
/// <param name="Eps">Added to the variance, above 0: 1e-5 in PyTorch, 1e-3 in torchvision's googlenet.py.</param>
/// <param name="Momentum">Weight of the current batch in the running statistics, in [0, 1].</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
/// <remarks>Source: <c>torch.nn.BatchNorm2d</c>.</remarks>
public sealed record BatchNormSettings(double Eps = 1e-5, double Momentum = 0.1)
{
    /// <summary>Added to the variance.</summary>
    public double Eps { get; init => field = RequireEps(value); } = RequireEps(Eps);

    /// <summary>Weight of the current batch in the running statistics.</summary>
    public double Momentum { get; init => field = RequireMomentum(value); } = RequireMomentum(Momentum);

    private static double RequireEps(double value) =>
        value is > 0 and < double.PositiveInfinity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Eps), value, "Eps: must be above 0.");

    private static double RequireMomentum(double value) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Momentum), value, "Momentum: must be in [0, 1].");
}
