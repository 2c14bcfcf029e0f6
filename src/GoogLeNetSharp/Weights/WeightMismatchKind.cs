namespace GoogLeNetSharp.Weights;

/// <summary>In which way a key does not fit.</summary>
public enum WeightMismatchKind
{
    /// <summary>The module has it, the file has not.</summary>
    Missing,

    /// <summary>The file has it, the module has not.</summary>
    Unexpected,

    /// <summary>Both have it, with different shapes.</summary>
    Misshaped,

    /// <summary>Both have it, with types that are not converted into each other.</summary>
    Mistyped,
}
