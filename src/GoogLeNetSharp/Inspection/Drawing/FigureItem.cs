namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>What stands in the drawing's line: a box, a block of branches, or a join.</summary>
/// <param name="Box">Its name, text and shape.</param>
/// <param name="Inputs">The items whose outputs it reads, by their places.</param>
internal sealed record FigureItem(FigureBox Box, IReadOnlyList<int> Inputs)
{
    /// <summary>Its branches, or null for a box; one without steps is the input itself: a residual.</summary>
    public IReadOnlyList<IReadOnlyList<FigureBox>>? Branches { get; init; }

    /// <summary>Whether branches are added and not concatenated.</summary>
    public bool Adds { get; init; }

    /// <summary>How the channels of concatenated branches add up.</summary>
    public string JoinText { get; init; } = "";

    /// <summary>Whether it joins items of the line.</summary>
    public bool IsJoin { get; init; }

    /// <summary>Auxiliary heads that read its output.</summary>
    public IReadOnlyList<FigureBox> Heads { get; init; } = [];

    /// <summary>How many equal ones it stands for.</summary>
    public int Times { get; init; } = 1;

    /// <summary>What equal items have in common: all but names.</summary>
    public string Form => Branches is null ? Box.Form
        : $"{Box.Form}|{Adds}|{string.Join('/', Branches.Select(branch => string.Join(';', branch.Select(step => step.Form))))}";
}
