using System.Globalization;
using GoogLeNetSharp.Inspection;
using Spectre.Console;

namespace GoogLeNetSharp.Samples.ShapeInspection;

/// <summary>Shows the three parts of the course notes as tables.</summary>
internal sealed class Tour(IAnsiConsole console, Settings settings)
{
    private static readonly long[] Image = [Subject.Naive.Channels, Subject.Naive.Size, Subject.Naive.Size];

    /// <summary>Shows all three parts.</summary>
    public void Show()
    {
        var channels = settings.Channels ?? Subject.Default.Channels;
        var size = settings.Size ?? Subject.Default.Size;
        using var model = Subject.Default.Make(channels, settings.Classes);
        using var naive = Subject.Naive.Make(Subject.Naive.Channels, null);
        using var module = Subject.Module.Make(Subject.Module.Channels, null);

        // first, because this run rejects unsupported sizes
        var network = Waiting("Running GoogLeNet", () => ModelSummary.Create(model, settings.Batch, channels, size, size));
        var one = Waiting("Running the modules", () => ModelSummary.Create(naive, Image));
        var batch = Waiting($"Running a batch of {settings.Batch}", () => ModelSummary.Create(naive, [settings.Batch, .. Image]));
        var reduced = ModelSummary.Create(module, Image);

        ShowNaive(one, batch);
        ShowModule(reduced);
        ShowSaving(reduced);
        ShowGoogLeNet(network);
    }

    private void ShowNaive(ModelSummary one, ModelSummary batch)
    {
        var table = NewTable(
            $"1. InceptionNaive: branches of a {Shape(Image)} image", "branch", "one image (C x H x W)", "batch (N x C x H x W)");
        foreach (var (single, many) in one.Stages.Zip(batch.Stages))
            table.AddRow(single.Name, Shape(single.OutputShape), Shape(many.OutputShape));
        table.AddRow("concatenation", Bold(one.Rows[0].OutputShape), Bold(batch.Rows[0].OutputShape));
        console.Write(table);
        console.WriteLine("Branches are joined along dim -3: the channels, dim 0 without a batch and dim 1 with one.");
        console.WriteLine();
    }

    private void ShowModule(ModelSummary summary)
    {
        var table = NewTable($"2. InceptionModule: branches of a {Shape(Image)} image", "branch", "step", "output (C x H x W)");
        foreach (var branch in summary.InceptionModules[0].Branches)
            foreach (var step in branch.Steps) table.AddRow(branch.Name, Describe(step), Shape(step.OutputShape));
        table.AddRow("concatenation", "", Bold(summary.Rows[0].OutputShape));
        console.Write(table);
        console.WriteLine();
    }

    private void ShowSaving(ModelSummary summary)
    {
        var view = summary.InceptionModules[0];
        var (reduced, naive) = (view.Row.Subtree, view.Naive!);
        var table = NewTable(
            "Savings of the 1x1 reductions, for the same 1x1, 3x3 and 5x5 widths", "module", "output channels", "parameters",
            "multiply-adds");
        table.AddRow(nameof(InceptionNaive), Number(naive.OutChannels), Number(naive.Parameters), Number(naive.MultiplyAdds));
        table.AddRow(view.Row.TypeName, Number(view.Row.OutputShape![0]), Number(reduced.Parameters), Number(reduced.MultiplyAdds));
        table.AddRow("ratio", "", Ratio(naive.Parameters, reduced.Parameters), Ratio(naive.MultiplyAdds, reduced.MultiplyAdds));
        RightAlign(table, 1);
        console.Write(table);
        console.WriteLine();

        static string Ratio(long more, long less) => string.Create(CultureInfo.InvariantCulture, $"{(double)more / less:0.00} x");
    }

    private void ShowGoogLeNet(ModelSummary summary)
    {
        var table = NewTable(
            $"3. GoogLeNet: stages for {Shape(summary.InputShape)}", "stage", "module", "output (N x C x H x W)", "parameters");
        foreach (var stage in summary.Stages)
            table.AddRow(stage.Name, Describe(stage), Shape(stage.OutputShape), Number(stage.Subtree.Parameters));
        var totals = summary.Totals;
        table.AddRow("[bold]total[/]", "", "", $"[bold]{Number(totals.Parameters)}[/]");
        RightAlign(table, 3);
        console.Write(table);
        console.WriteLine($"{Number(totals.MultiplyAddsPerImage)} multiply-adds per image, {Number(totals.MultiplyAdds)} for the batch.");
        if (totals.IsScaled) console.WriteLine($"The shapes of the batch are scaled from a run of {totals.MeasuredBatchSize} image.");
        foreach (var warning in summary.Warnings) console.WriteLine(warning.Message);
    }

    private T Waiting<T>(string what, Func<T> run) => console.Status().Start($"{what} ...", _ => run());

    private static string Describe(SummaryRow row) =>
        row.Window is null ? row.TypeName : $"{row.TypeName} {string.Join('x', row.Window.Kernel)}";

    private static Table NewTable(string title, params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"[bold]{title}[/]");
        foreach (var column in columns) table.AddColumn(column);
        return table;
    }

    private static void RightAlign(Table table, int from)
    {
        foreach (var column in table.Columns.Skip(from)) column.RightAligned().NoWrap();
    }

    private static string Shape(IReadOnlyList<long>? shape) => string.Join(" x ", shape ?? []);

    private static string Bold(IReadOnlyList<long>? shape) => $"[bold]{Shape(shape)}[/]";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
