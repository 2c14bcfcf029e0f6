namespace GoogLeNetSharp.Inspection;

/// <summary>What the text of a summary shows.</summary>
[Flags]
public enum SummaryParts
{
    /// <summary>The model and its input alone.</summary>
    None = 0,

    /// <summary>The table of all modules.</summary>
    Layers = 1,

    /// <summary>The table of the model's stages.</summary>
    Stages = 2,

    /// <summary>The Inception modules, their branches side by side, against the naive module.</summary>
    Branches = 4,

    /// <summary>The sums.</summary>
    Totals = 8,

    /// <summary>The warnings, where there are any.</summary>
    Warnings = 16,
}
