namespace GoogLeNetSharp.Inspection;

/// <summary>A table of cells, independent of the output format.</summary>
/// <param name="Headers">Headers of the columns.</param>
/// <param name="Rows">The cells.</param>
/// <param name="RightAligned">Which columns are right-aligned because they contain numbers.</param>
/// <param name="DropFirst">Columns to drop if the line is too narrow, in this order.</param>
/// <param name="DropLast">Columns to drop if shortening the first column is not enough.</param>
/// <param name="MayStack">Whether columns that do not fit side by side may be stacked.</param>
internal sealed record SummaryTable(
    IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<bool> RightAligned,
    IReadOnlyList<int> DropFirst,
    IReadOnlyList<int> DropLast,
    bool MayStack = false);
