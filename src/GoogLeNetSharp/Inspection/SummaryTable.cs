namespace GoogLeNetSharp.Inspection;

/// <summary>A table as cells, before anybody decides how it looks.</summary>
/// <param name="Headers">The heads of the columns.</param>
/// <param name="Rows">The cells.</param>
/// <param name="RightAligned">Which columns hold numbers.</param>
/// <param name="DropOrder">The columns that may go when the line is too narrow, the first to go first.</param>
internal sealed record SummaryTable(
    IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<bool> RightAligned, IReadOnlyList<int> DropOrder);
