namespace GoogLeNetSharp.Inspection;

/// <summary>Writes the parts of a document in a markup language.</summary>
internal abstract class SummaryWriter
{
    /// <summary>Writes a heading; level 1 is the title.</summary>
    public abstract void Heading(int level, string text);

    /// <summary>Writes a paragraph.</summary>
    public abstract void Paragraph(string text);

    /// <summary>Writes labels with values and descriptions.</summary>
    public abstract void Facts(IReadOnlyList<(string Label, string Value, string Detail)> facts);

    /// <summary>Writes a list of sentences.</summary>
    public abstract void List(IReadOnlyList<string> items);

    /// <summary>Writes a table.</summary>
    public abstract void Table(SummaryTable table);

    /// <summary>Returns the document, ending with a single newline.</summary>
    public abstract string Text { get; }
}
