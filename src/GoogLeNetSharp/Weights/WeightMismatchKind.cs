namespace GoogLeNetSharp.Weights;

/// <summary>Kinds of mismatch of a key.</summary>
public enum WeightMismatchKind
{
    /// <summary>The key is only in the module.</summary>
    Missing,

    /// <summary>The key is only in the file.</summary>
    Unexpected,

    /// <summary>The shapes differ.</summary>
    Misshaped,

    /// <summary>The types differ and are not converted.</summary>
    Mistyped,
}
