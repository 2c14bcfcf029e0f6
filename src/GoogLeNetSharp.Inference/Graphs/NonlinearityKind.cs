namespace GoogLeNetSharp.Graphs;

/// <summary>The functions of <see cref="Nonlinearity"/>.</summary>
public enum NonlinearityKind
{
    /// <summary>max(alpha, min(beta, x)).</summary>
    Clip,

    /// <summary>x above 0, alpha * x below.</summary>
    LeakyRelu,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>max(0, min(1, alpha * x + beta)).</summary>
    HardSigmoid,

    /// <summary>x * max(0, min(1, x / 6 + 1 / 2)).</summary>
    HardSwish,

    /// <summary>x * sigmoid(x).</summary>
    Silu,
}
