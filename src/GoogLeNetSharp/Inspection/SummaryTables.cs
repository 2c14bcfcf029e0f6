namespace GoogLeNetSharp.Inspection;

/// <summary>Arranges the data of a summary in tables.</summary>
internal static class SummaryTables
{
    private static readonly SummaryColumn[] UsualColumns =
    [
        SummaryColumn.Layer, SummaryColumn.Type, SummaryColumn.Input, SummaryColumn.Output, SummaryColumn.Kernel, SummaryColumn.Parameters,
        SummaryColumn.MultiplyAdds,
    ];

    // redundant columns are dropped first, shapes and costs last
    private static readonly SummaryColumn[] DroppedFirst =
        [SummaryColumn.Input, SummaryColumn.ReceptiveField, SummaryColumn.Kernel, SummaryColumn.Type];

    private static readonly SummaryColumn[] DroppedLast = [SummaryColumn.ActivationBytes, SummaryColumn.Calls, SummaryColumn.Output];

    /// <summary>Creates the table of modules down to a depth.</summary>
    public static SummaryTable Layers(ModelSummary summary, SummaryTextOptions options)
    {
        var rows = summary.Rows.Where(row => row.Depth <= (options.MaxDepth ?? int.MaxValue)).ToArray();
        SummaryColumn[] sometimes = rows.Any(row => row.TimesCalled > 1) ? [SummaryColumn.Calls] : [];
        var columns = options.Columns ?? [.. UsualColumns, .. sometimes];
        return new SummaryTable(
            [.. columns.Select(Header)],
            [.. rows.Select((row, index) =>
                columns.Select(column => Cell(column, row, row.Depth == options.MaxDepth, TreeLines(rows, index))).ToArray())],
            [.. columns.Select(IsNumber)],
            DropFirst: options.Columns is null ? Places(columns, DroppedFirst) : [],
            DropLast: options.Columns is null ? Places(columns, DroppedLast) : []);
    }

    /// <summary>Creates the table of stages, each including its descendants.</summary>
    public static SummaryTable Stages(ModelSummary summary)
    {
        SummaryColumn[] sometimes = summary.Stages.Any(row => row.ReceptiveField is not null) ? [SummaryColumn.ReceptiveField] : [];
        SummaryColumn[] columns =
        [
            SummaryColumn.Path, SummaryColumn.Type, SummaryColumn.Output, SummaryColumn.Kernel, .. sometimes, SummaryColumn.Parameters,
            SummaryColumn.MultiplyAdds, SummaryColumn.ActivationBytes,
        ];
        return new SummaryTable(
            ["Stage", .. columns.Skip(1).Select(Header)],
            [.. summary.Stages.Select(row => columns.Select(column => Cell(column, row, whole: true, "")).ToArray())],
            [.. columns.Select(IsNumber)],
            Places(columns, DroppedFirst),
            Places(columns, DroppedLast));
    }

    /// <summary>Creates the table of an Inception module's branches, with shapes without the batch axis.</summary>
    public static SummaryTable Branches(InceptionView view)
    {
        var height = view.Branches.Max(branch => branch.Steps.Count);
        var steps = Enumerable.Range(0, height)
            .Select(step => view.Branches.Select(branch => Step(branch.Steps.ElementAtOrDefault(step))).ToArray());
        return new SummaryTable([.. view.Branches.Select(branch => branch.Name)], [.. steps], [.. view.Branches.Select(_ => false)], [], [],
            MayStack: true);
    }

    /// <summary>Formats the type and window of a step: <c>ConvBlock 3x3 p1</c>.</summary>
    public static string Describe(SummaryRow row) => row.Window is null ? row.TypeName : $"{row.TypeName} {row.Window}";

    private static string Step(SummaryRow? row) =>
        row is null ? "" : $"{Describe(row)} -> {SummaryFormat.Shape(row.OutputShape?.TakeLast(3).ToArray())}";

    private static int[] Places(IReadOnlyList<SummaryColumn> columns, SummaryColumn[] wanted) =>
        [.. wanted.Select(column => columns.ToList().IndexOf(column)).Where(place => place >= 0)];

    private static string Header(SummaryColumn column) => column switch
    {
        SummaryColumn.MultiplyAdds => "Multiply-adds",
        SummaryColumn.OutputBytes => "Output bytes",
        SummaryColumn.ReceptiveField => "Receptive field",
        SummaryColumn.ActivationBytes => "Activations",
        _ => column.ToString(),
    };

    private static bool IsNumber(SummaryColumn column) => column is not (SummaryColumn.Layer or SummaryColumn.Path or SummaryColumn.Type
        or SummaryColumn.Input or SummaryColumn.Output or SummaryColumn.Kernel or SummaryColumn.ReceptiveField);

    // includes the costs of children that are not shown
    private static string Cell(SummaryColumn column, SummaryRow row, bool whole, string tree)
    {
        var cost = whole ? row.Subtree : row.Own;
        return column switch
        {
            SummaryColumn.Layer => tree + row.Name + Note(row),
            SummaryColumn.Path => row.Path + (row.Path.Length == 0 ? row.Name : "") + Note(row),
            SummaryColumn.Type => row.TypeName,
            SummaryColumn.Depth => SummaryFormat.Number(row.Depth),
            SummaryColumn.Input => SummaryFormat.Shape(row.InputShape) + Others(row, call => call.InputShape),
            SummaryColumn.Output => SummaryFormat.Shape(row.OutputShape) + Others(row, call => call.OutputShape),
            SummaryColumn.Kernel => row.Window?.ToString() ?? SummaryFormat.Nothing,
            SummaryColumn.ReceptiveField => row.ReceptiveField?.ToString() ?? SummaryFormat.Nothing,
            SummaryColumn.Parameters => SummaryFormat.Cell(cost.Parameters),
            SummaryColumn.Trainable => SummaryFormat.Cell(cost.TrainableParameters),
            SummaryColumn.Buffers => SummaryFormat.Cell(cost.Buffers),
            SummaryColumn.MultiplyAdds => SummaryFormat.Cell(cost.MultiplyAdds),
            SummaryColumn.OutputBytes => SummaryFormat.Cell(row.OutputBytes),
            SummaryColumn.ActivationBytes => SummaryFormat.Cell(cost.ActivationBytes),
            SummaryColumn.Calls => SummaryFormat.Number(row.TimesCalled),
            _ => throw new ArgumentOutOfRangeException(nameof(column), column, "column: unknown."),
        };
    }

    private static string Note(SummaryRow row) => row switch
    {
        { SharedWith: { } first } => $" (is {first})",
        { AuxiliaryTap: not null, TimesCalled: 0 } => " (head, not run by call)",
        { AuxiliaryTap: not null } => " (head)",
        { SharedParameters: > 0 } => " (shares parameters)",
        _ => "",
    };

    // for a module called with several shapes: the first shape and the number of others
    private static string Others(SummaryRow row, Func<LayerCall, IReadOnlyList<long>?> shapeOf)
    {
        var others = row.Calls.Select(shapeOf).Select(SummaryFormat.Shape).Distinct().Count() - 1;
        return others > 0 ? $" (+{others})" : "";
    }

    private static string TreeLines(SummaryRow[] rows, int index)
    {
        var depth = rows[index].Depth;
        var lines = new string[depth];
        for (var level = 1; level <= depth; level++)
        {
            var more = rows.Skip(index + 1).TakeWhile(row => row.Depth >= level).Any(row => row.Depth == level);
            lines[level - 1] = level < depth ? (more ? "│  " : "   ") : more ? "├─ " : "└─ ";
        }

        return string.Concat(lines);
    }
}
