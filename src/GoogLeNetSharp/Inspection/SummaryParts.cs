namespace GoogLeNetSharp.Inspection;

/// <summary>Parts of the text of a summary.</summary>
[Flags]
public enum SummaryParts
{
    /// <summary>The model and its input.</summary>
    None = 0,

    /// <summary>The table of all modules.</summary>
    Layers = 1,

    /// <summary>The table of the model's stages.</summary>
    Stages = 2,

    /// <summary>The branches of the Inception modules, compared with the naive module.</summary>
    Branches = 4,

    /// <summary>The totals.</summary>
    Totals = 8,

    /// <summary>The warnings, if there are any.</summary>
    Warnings = 16,
}
