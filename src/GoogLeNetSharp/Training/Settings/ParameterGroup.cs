namespace GoogLeNetSharp.Training;

/// <summary>Parameters of a network that are trained at another rate or weight decay than the rest: layers whose weights are pretrained,
/// for example.</summary>
/// <example><c>ParameterGroups = [new ParameterGroup("fc"), new ParameterGroup("") { RateFactor = 0.1 }]</c>: all but the classifier at a
/// tenth of the rate.</example>
public sealed record ParameterGroup
{
    /// <summary>Makes a group.</summary>
    /// <param name="path">Path of a layer or a parameter, such as <c>inception4a</c> or <c>fc.bias</c>; the group has all that is below it.
    /// Empty for all parameters.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public ParameterGroup(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Path = path;
    }

    /// <summary>Path of a layer or a parameter; empty for all parameters.</summary>
    public string Path { get; }

    /// <summary>What the learning rate is multiplied with, above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to 0 or below, or not finite.</exception>
    public double RateFactor { get; init => field = TrainingRequire.AboveZero(value, nameof(RateFactor)); } = 1;

    /// <summary>Weight decay, 0 or more, or null for that of the optimizer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 0, or not finite.</exception>
    public double? WeightDecay { get; init => field = value is { } decay ? TrainingRequire.NotNegative(decay, nameof(WeightDecay)) : null; }

    /// <summary>Whether a parameter is of the group.</summary>
    internal bool Has(string name) =>
        Path.Length == 0 || name == Path || (name.StartsWith(Path, StringComparison.Ordinal) && name[Path.Length] == '.');
}
