using System.Globalization;
using Spectre.Console;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Samples.ShapeInspection;

/// <summary>The three parts of the notes, run and shown as tables.</summary>
internal sealed class Report(IAnsiConsole console, Settings settings)
{
    // The notes' example: what inception3a reads, 100 x 100 pixels large.
    private const long ImageSide = 100;

    private long[] InputShape => [settings.Batch, settings.Channels, settings.Size, settings.Size];

    /// <summary>Shows all three parts.</summary>
    public void Show()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = new GoogLeNet(GoogLeNetOptions.Default with { InputChannels = settings.Channels, NumClasses = settings.Classes });
        model.eval();
        var module = model.Stages.Select(stage => stage.Module).OfType<InceptionModule>().First();
        var channels = module.Branch1.Conv.in_channels;
        using var naive = new InceptionNaive(channels, module.Widths.Ch1x1, module.Widths.Ch3x3, module.Widths.Ch5x5);
        long[] image = [channels, ImageSide, ImageSide];

        model.StageShapes(InputShape);      // a size that does not fit is said before anything is run
        ShowNaive(naive, image);
        ShowModule(module, image);
        ShowSaving(naive, module);
        ShowGoogLeNet(model);
    }

    private void ShowNaive(InceptionNaive naive, long[] shape)
    {
        using var image = randn(shape);
        using var images = Waiting($"Making a batch of {settings.Batch}", () => randn([settings.Batch, .. shape]));
        var table = NewTable($"1. InceptionNaive: branches of a {Shape(shape)} image", "branch", "one image (C x H x W)", "batch (N x C x H x W)");
        foreach (var (name, branch) in naive.named_children())
        {
            var run = (nn.Module<Tensor, Tensor>)branch;
            table.AddRow(name, Shape(ShapeOf(run, image)), Shape(Waiting($"{name} on the batch", () => ShapeOf(run, images))));
        }

        table.AddRow("concatenation", Bold(ShapeOf(naive, image)), Bold(Waiting("the module on the batch", () => ShapeOf(naive, images))));
        console.Write(table);
        console.MarkupLine("The channels are dim 0 without a batch and dim 1 with one: dim -3 either way, and that is where the branches are joined.");
        console.WriteLine();
    }

    private void ShowModule(InceptionModule module, long[] shape)
    {
        using var image = randn(shape);
        var table = NewTable($"2. InceptionModule: branches of a {Shape(shape)} image", "branch", "step", "output (C x H x W)");
        foreach (var (name, branch) in module.named_children()) AddSteps(table, name, (nn.Module<Tensor, Tensor>)branch, image);
        table.AddRow("concatenation", "", Bold(ShapeOf(module, image)));
        console.Write(table);
        console.WriteLine();
    }

    private static void AddSteps(Table table, string name, nn.Module<Tensor, Tensor> branch, Tensor image)
    {
        if (branch is not Sequential steps)
        {
            table.AddRow(name, Describe(branch), Shape(ShapeOf(branch, image)));
            return;
        }

        var current = image;
        foreach (var step in steps.children().Cast<nn.Module<Tensor, Tensor>>())
        {
            current = step.call(current);
            table.AddRow(name, Describe(step), Shape(current.shape));
        }
    }

    private void ShowSaving(InceptionNaive naive, InceptionModule module)
    {
        var table = NewTable("What the 1x1 reductions save, for the same 1x1, 3x3 and 5x5 widths", "module", "output channels", "parameters", "multiply-adds");
        AddCost("InceptionNaive", naive, naive.Branch1.Conv.in_channels + module.Widths.Ch1x1 + module.Widths.Ch3x3 + module.Widths.Ch5x5);
        AddCost("InceptionModule", module, module.Widths.OutChannels);
        table.AddRow("ratio", "", Ratio(Parameters(naive), Parameters(module)), Ratio(MultiplyAdds(naive), MultiplyAdds(module)));
        RightAlign(table, 1);
        console.Write(table);
        console.WriteLine();

        void AddCost(string name, nn.Module cost, long channels) =>
            table.AddRow(name, Number(channels), Number(Parameters(cost)), Number(MultiplyAdds(cost)));

        static string Ratio(long more, long less) => string.Create(CultureInfo.InvariantCulture, $"{(double)more / less:0.00} x");
    }

    private void ShowGoogLeNet(GoogLeNet model)
    {
        using var images = randn(InputShape);
        var names = model.Stages.Select(stage => stage.Name).ToArray();
        var outputs = Waiting($"Running GoogLeNet on {Shape(InputShape)}", () => model.ForwardStages(images, names));

        var table = NewTable($"3. GoogLeNet: stages for {Shape(InputShape)}", "stage", "module", "output (N x C x H x W)", "parameters");
        foreach (var stage in model.Stages)
            table.AddRow(stage.Name, Describe(stage.Module), Shape(outputs[stage.Name].shape), Number(Parameters(stage.Module)));
        table.AddRow("[bold]total[/]", "", "", $"[bold]{Number(Parameters(model))}[/]");
        RightAlign(table, 3);
        console.Write(table);
    }

    private T Waiting<T>(string what, Func<T> run) => console.Status().Start($"{what} ...", _ => run());

    private static long[] ShapeOf(nn.Module<Tensor, Tensor> module, Tensor input)
    {
        using var output = module.call(input);
        return output.shape;
    }

    private static long Parameters(nn.Module module) => module.parameters().Sum(parameter => parameter.numel());

    private static long MultiplyAdds(nn.Module module) =>
        module.modules().OfType<Conv2d>().Sum(conv => conv.weight.numel() * ImageSide * ImageSide);

    private static string Describe(nn.Module module) => module switch
    {
        ConvBlock block => $"{block.GetType().Name} {block.Conv.kernel_size[0]}x{block.Conv.kernel_size[1]}",
        MaxPool2d pool => $"{pool.GetType().Name} {pool.kernel_size[0]}x{pool.kernel_size[1]}",
        AvgPool2d pool => $"{pool.GetType().Name} {pool.kernel_size[0]}x{pool.kernel_size[1]}",
        _ => module.GetType().Name,
    };

    private static Table NewTable(string title, params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"[bold]{title}[/]");
        foreach (var column in columns) table.AddColumn(column);
        return table;
    }

    private static void RightAlign(Table table, int from)
    {
        foreach (var column in table.Columns.Skip(from)) column.RightAligned();
    }

    private static string Shape(long[] shape) => string.Join(" x ", shape);

    private static string Bold(long[] shape) => $"[bold]{Shape(shape)}[/]";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
