namespace GoogLeNetSharp.Inspection;

/// <summary>A table as cells, before anybody decides how it looks.</summary>
/// <param name="Headers">The heads of the columns.</param>
/// <param name="Rows">The cells.</param>
/// <param name="RightAligned">Which columns hold numbers.</param>
/// <param name="DropFirst">The columns that go when the line is too narrow, the first to go first.</param>
/// <param name="DropLast">Those that go when shortening the first column did not help either.</param>
/// <param name="MayStack">Whether columns that do not fit beside each other may stand one below the other.</param>
internal sealed record SummaryTable(
    IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<bool> RightAligned,
    IReadOnlyList<int> DropFirst,
    IReadOnlyList<int> DropLast,
    bool MayStack = false);
