namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>An item of the drawing: a box, a block of branches, or a join.</summary>
/// <param name="Box">Name, text and shape.</param>
/// <param name="Inputs">Indices of the input items.</param>
internal sealed record FigureItem(FigureBox Box, IReadOnlyList<int> Inputs)
{
    /// <summary>The branches, or null for a box. A branch without steps is the input itself (a residual).</summary>
    public IReadOnlyList<IReadOnlyList<FigureBox>>? Branches { get; init; }

    /// <summary>Whether branches are added instead of concatenated.</summary>
    public bool Adds { get; init; }

    /// <summary>The sum of the channels of concatenated branches, as text.</summary>
    public string JoinText { get; init; } = "";

    /// <summary>Whether the item joins other items.</summary>
    public bool IsJoin { get; init; }

    /// <summary>Auxiliary heads attached to its output.</summary>
    public IReadOnlyList<FigureBox> Heads { get; init; } = [];

    /// <summary>Number of equal items it represents.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Key that is the same for equal items: everything but names.</summary>
    public string Form => Branches is null ? Box.Form
        : $"{Box.Form}|{Adds}|{string.Join('/', Branches.Select(branch => string.Join(';', branch.Select(step => step.Form))))}";
}
