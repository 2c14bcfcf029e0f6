namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>Builds the list of items from a summary.</summary>
internal sealed class FigureBuilder
{
    private readonly ModelSummary _summary;
    private readonly List<FigureItem> _items = [];
    private readonly List<bool> _isOfList = [false];         // one of several steps of a Sequential, so it does not have the stage's name
    private readonly Dictionary<string, SummaryRow> _rows;
    private readonly SummaryRow[] _heads;

    private FigureBuilder(ModelSummary summary)
    {
        _summary = summary;
        _rows = summary.Rows.ToDictionary(row => row.Path);
        _heads = [.. summary.Rows.Where(row => row.AuxiliaryTap is not null)];
    }

    /// <summary>The items; the first is the input.</summary>
    public static IReadOnlyList<FigureItem> Items(ModelSummary summary, bool collapse)
    {
        var builder = new FigureBuilder(summary);
        builder._items.Add(new FigureItem(new FigureBox(null, "input", "", FigureText.Shape(summary.InputShape), FigureKind.Other), []));
        builder.AddModel();
        return collapse ? FigureRepeats.Collapse(builder._items) : builder._items;
    }

    /// <summary>Whether the summary contains the data flow of the model.</summary>
    public static bool KnowsOrder(ModelSummary summary) =>
        summary.Flows.ContainsKey("") || summary.Rows[0].TypeName == "Sequential" || summary.Rows[0].IsLeaf;

    private void AddModel()
    {
        var root = _summary.Rows[0];
        if (_summary.Flows.TryGetValue("", out var flow))
        {
            if (flow.Branches() is null && root.TypeName != nameof(ConvBlock)) AddFlow(flow);
            else AddRow(root, 0);
        }
        else if (root.TypeName == "Sequential" || root.IsLeaf)
        {
            AddRow(root, 0);
        }
        else
        {
            var last = 0;
            foreach (var stage in _summary.Stages) last = AddRow(stage, last);
        }
    }

    private void AddFlow(BlockFlow flow)
    {
        var places = new int[flow.Steps.Count];
        var named = new HashSet<int>();
        for (var i = 1; i < places.Length; i++)
        {
            var step = flow.Steps[i];
            int[] inputs = [.. step.Inputs.Select(input => places[input])];
            places[i] = step.Kind switch
            {
                FlowKind.Call when _rows.TryGetValue(step.Path, out var row) => AddRow(row, inputs[0]),
                FlowKind.Concat or FlowKind.Add => Add(Join(step.Kind is FlowKind.Add, inputs)),
                FlowKind.Pool =>
                    Add(new FigureItem(new FigureBox(null, "pool", "global avg pool", Pooled(inputs[0]), FigureKind.Pool), inputs)),
                _ => inputs[0],
            };
            if (step.Stage.Length > 0 && places[i] > 0 && !_isOfList[places[i]] && named.Add(places[i])) Rename(places[i], step.Stage);
        }

        string Pooled(int input) => _items[input].Box.Shape.Split('×') is [var channels, _, _] ? $"{channels}×1×1" : "";

        void Rename(int place, string name) => _items[place] = _items[place] with { Box = _items[place].Box with { Name = name } };
    }

    private static FigureItem Join(bool adds, int[] inputs) =>
        new(new FigureBox(null, "", adds ? "+" : "concat", "", FigureKind.Other), inputs) { Adds = adds, IsJoin = true };

    // index of the row's last item
    private int AddRow(SummaryRow row, int input)
    {
        if (IsList(row))
        {
            var before = _items.Count;
            var last = Children(row).Aggregate(input, (last, child) => AddRow(child, last));
            for (var i = before; i < _items.Count; i++) _isOfList[i] = true;
            return last;
        }

        if (IsFolded(row) && input > 0 && input == _items.Count - 1) return input;
        return Add(Item(row, input));
    }

    private FigureItem Item(SummaryRow row, int input)
    {
        var shape = FigureText.Shape(row.OutputShape);
        if (!_summary.Flows.TryGetValue(row.Path, out var flow) || flow.Branches() is not { } branches)
            return new FigureItem(new FigureBox(row, Name(row), FigureText.Describe(row), shape, FigureKind.Of(row)), [input]);

        var steps = branches.Chains.Select(chain => chain.SelectMany(Steps).ToArray()).ToArray();
        var channels = branches.Chains.Select(
            chain => (chain is [.., var last] ? _rows.GetValueOrDefault(last)?.OutputShape : row.InputShape)?[^3]);
        return new FigureItem(new FigureBox(row, Name(row), row.TypeName, shape, FigureKind.Group), [input])
        {
            Branches = steps,
            Adds = branches.Adds,
            JoinText = branches.Adds || row.OutputShape is not { Count: >= 3 } ? "" : string.Join(" + ", channels),
        };
    }

    private IEnumerable<FigureBox> Steps(string path) => !_rows.TryGetValue(path, out var row)
        ? []
        : Leaves(row).Where(leaf => !IsFolded(leaf))
        .Select(leaf => new FigureBox(leaf, leaf.Name, FigureText.Step(leaf), FigureText.Shape(leaf.OutputShape), FigureKind.Of(leaf)));

    private IEnumerable<SummaryRow> Leaves(SummaryRow row) => IsList(row) ? Children(row).SelectMany(Leaves) : [row];

    private int Add(FigureItem item)
    {
        var heads = _heads.Where(head => item.Box.Row is { } row && head.AuxiliaryTap == row.Path)
            .Select(head => new FigureBox(head, head.Name, head.TimesCalled == 0 ? "not run" : FigureText.Describe(head),
                FigureText.Shape(head.OutputShape), FigureKind.Head));
        _items.Add(item with { Heads = [.. heads] });
        _isOfList.Add(false);
        return _items.Count - 1;
    }

    // in an expanded list, the last name is often a number
    private static string Name(SummaryRow row) => row.Depth > 1 ? row.Path : row.Name;

    private static bool IsList(SummaryRow row) => row.TypeName == "Sequential" && !row.IsLeaf;

    // drawn with the preceding layer, as in papers
    private static bool IsFolded(SummaryRow row) => row.IsLeaf && row.Window is null && row.Own.MultiplyAdds == 0
        && (row.TypeName.StartsWith("BatchNorm", StringComparison.Ordinal)
            || row.TypeName.Contains("ReLU", StringComparison.OrdinalIgnoreCase)
            || row.TypeName is "SiLU" or "GELU" or "Sigmoid" or "Tanh" or "Flatten" or "Identity");

    private IEnumerable<SummaryRow> Children(SummaryRow row)
    {
        var prefix = row.Path.Length == 0 ? "" : row.Path + ".";
        return _summary.Rows.Where(child =>
            child.Depth == row.Depth + 1 && child.TimesCalled > 0 && child.Path.StartsWith(prefix, StringComparison.Ordinal));
    }
}
