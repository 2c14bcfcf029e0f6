namespace GoogLeNetSharp.Training;

/// <summary>A group of parameters with its own learning rate or weight decay, for example pretrained layers.</summary>
/// <example><c>ParameterGroups = [new ParameterGroup("fc"), new ParameterGroup("") { RateFactor = 0.1 }]</c>: all layers except the
/// classifier use a tenth of the rate.</example>
public sealed record ParameterGroup
{
    /// <summary>Initializes a group.</summary>
    /// <param name="path">Path of a layer or a parameter, such as <c>inception4a</c> or <c>fc.bias</c>; the group contains all parameters
    /// below it. Empty for all parameters.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public ParameterGroup(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Path = path;
    }

    /// <summary>Path of a layer or a parameter; empty for all parameters.</summary>
    public string Path { get; }

    /// <summary>Factor of the learning rate, above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
    public double RateFactor { get; init => field = TrainingRequire.AboveZero(value, nameof(RateFactor)); } = 1;

    /// <summary>Weight decay, 0 or more, or null for the optimizer's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double? WeightDecay { get; init => field = value is { } decay ? TrainingRequire.NotNegative(decay, nameof(WeightDecay)) : null; }

    /// <summary>Whether a parameter belongs to the group.</summary>
    internal bool Has(string name) =>
        Path.Length == 0 || name == Path || (name.StartsWith(Path, StringComparison.Ordinal) && name[Path.Length] == '.');
}
