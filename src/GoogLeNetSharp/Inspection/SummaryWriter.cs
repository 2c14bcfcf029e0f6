namespace GoogLeNetSharp.Inspection;

/// <summary>Puts the parts of a document into a markup.</summary>
internal abstract class SummaryWriter
{
    /// <summary>A heading, level 1 for the document's.</summary>
    public abstract void Heading(int level, string text);

    /// <summary>A paragraph.</summary>
    public abstract void Paragraph(string text);

    /// <summary>Labels with their values and what these count.</summary>
    public abstract void Facts(IReadOnlyList<(string Label, string Value, string Detail)> facts);

    /// <summary>A list of sentences.</summary>
    public abstract void List(IReadOnlyList<string> items);

    /// <summary>A table.</summary>
    public abstract void Table(SummaryTable table);

    /// <summary>All that was written, ending with one line end.</summary>
    public abstract string Text { get; }
}
