namespace GoogLeNetSharp.Graphs;

/// <summary>An elementwise activation function other than ReLU.</summary>
public sealed record Nonlinearity
{
    private Nonlinearity(NonlinearityKind kind, double alpha = 0, double beta = 0)
    {
        Kind = kind;
        Alpha = NodeSettings.Number(alpha, "first parameter");
        Beta = NodeSettings.Number(beta, "second parameter");
    }

    /// <summary>x * sigmoid(x): SiLU, swish.</summary>
    public static Nonlinearity Silu { get; } = new(NonlinearityKind.Silu);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static Nonlinearity Sigmoid { get; } = new(NonlinearityKind.Sigmoid);

    /// <summary>x * max(0, min(1, x / 6 + 1 / 2)).</summary>
    public static Nonlinearity HardSwish { get; } = new(NonlinearityKind.HardSwish);

    /// <summary>The kind of function.</summary>
    public NonlinearityKind Kind { get; }

    /// <summary>The first parameter, if any: minimum or slope.</summary>
    public double Alpha { get; }

    /// <summary>The second parameter, if any: maximum or shift.</summary>
    public double Beta { get; }

    /// <summary>Creates a clip: max(smallest, min(largest, x)).</summary>
    /// <param name="smallest">The smallest value, or minus infinity.</param>
    /// <param name="largest">The largest value, or infinity.</param>
    /// <returns>The function.</returns>
    /// <exception cref="ArgumentException">A limit is not a number.</exception>
    public static Nonlinearity Clip(double smallest, double largest) => new(NonlinearityKind.Clip, smallest, largest);

    /// <summary>Creates a leaky ReLU: x above 0, slope * x below.</summary>
    /// <param name="slope">The slope below 0.</param>
    /// <returns>The function.</returns>
    /// <exception cref="ArgumentException">The slope is not a number.</exception>
    public static Nonlinearity LeakyRelu(double slope) => new(NonlinearityKind.LeakyRelu, slope);

    /// <summary>Creates a hard sigmoid: max(0, min(1, slope * x + shift)).</summary>
    /// <param name="slope">The slope.</param>
    /// <param name="shift">The value at 0.</param>
    /// <returns>The function.</returns>
    /// <exception cref="ArgumentException">A parameter is not a number.</exception>
    public static Nonlinearity HardSigmoid(double slope, double shift) => new(NonlinearityKind.HardSigmoid, slope, shift);

    /// <summary>Returns the function as text, for example <c>clip 0 to 6</c>.</summary>
    public override string ToString() => Kind switch
    {
        NonlinearityKind.Clip => FormattableString.Invariant($"clip {Alpha} to {Beta}"),
        NonlinearityKind.LeakyRelu => FormattableString.Invariant($"leaky relu {Alpha}"),
        NonlinearityKind.HardSigmoid => FormattableString.Invariant($"hard sigmoid {Alpha}, {Beta}"),
        NonlinearityKind.HardSwish => "hard swish",
        NonlinearityKind.Sigmoid => "sigmoid",
        _ => "silu",
    };
}
