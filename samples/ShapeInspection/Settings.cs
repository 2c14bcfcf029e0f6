using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace GoogLeNetSharp.Samples.ShapeInspection;

/// <summary>Settings from the command line.</summary>
internal sealed record Settings
{
    private const int Deepest = 100;

    private static readonly Dictionary<string, SummaryFormat> FormatsByEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        [".md"] = SummaryFormat.Markdown,
        [".markdown"] = SummaryFormat.Markdown,
        [".json"] = SummaryFormat.Json,
        [".html"] = SummaryFormat.Html,
        [".htm"] = SummaryFormat.Html,
        [".svg"] = SummaryFormat.Svg,
    };

    private static readonly Option<long> BatchOption = Number("--batch", 512, "Images in the batch", 32);
    private static readonly Option<long?> SizeOption =
        Optional("--size", 4096, "Side of the images in pixels", Usual(subject => subject.Size));
    private static readonly Option<long?> ChannelsOption =
        Optional("--channels", 1024, "Channels of the images", Usual(subject => subject.Channels));
    private static readonly Option<long?> ClassesOption = Optional("--classes", 1_000_000, "Classes of the network", "its own");
    private static readonly Option<Subject?> NetworkOption = Choice(
        "--network", Subject.All, subject => subject.Name,
        $"Summarize one module instead of showing the three parts of the notes: "
        + $"{string.Join(", ", Subject.All.Select(subject => subject.Name))}",
        "NAME");

    private static readonly Option<long?> DepthOption = Optional("--depth", Deepest, "Levels of modules in text and Markdown", "all");
    private static readonly Option<SummaryFormat?> FormatOption = Choice(
        "--format",
        [.. Enum.GetValues<SummaryFormat>().Select(format => (SummaryFormat?)format)],
        format => format.ToString()!.ToLowerInvariant(),
        $"Format of the summary [default: by the ending of --output, {string.Join(", ", FormatsByEnding.Keys)}; otherwise text]");

    private static readonly Option<string?> OutputOption =
        new("--output") { Description = "File to write the summary to", HelpName = "FILE" };
    private static readonly Option<bool> HorizontalOption =
        new("--horizontal") { Description = "SVG: from left to right for a slide, not from top to bottom for a page" };
    private static readonly Option<bool> CollapseOption = new("--collapse") { Description = "SVG: merge consecutive equal steps" };
    private static readonly Option<string?> MapSizesOption = new("--map-sizes")
    {
        Description = "Draw the sizes of the maps of vgg19, vgg-cifar and cifar for images of 32 pixels, or --size, to an SVG file",
        HelpName = "FILE",
    };

    private static readonly Option<string?> WeightsOption = new("--weights")
    {
        Description = "File with weights to load first: safetensors, PyTorch or TorchSharp",
        HelpName = "FILE",
    };

    /// <summary>Images in the batch.</summary>
    public required long Batch { get; init; }

    /// <summary>Side of the images in pixels, or null for the module's default.</summary>
    public long? Size { get; init; }

    /// <summary>Channels of the images, or null for the module's default.</summary>
    public long? Channels { get; init; }

    /// <summary>Number of classes of the network, or null for its default.</summary>
    public long? Classes { get; init; }

    /// <summary>The module to summarize, or null for the three parts of the notes.</summary>
    public Subject? Network { get; init; }

    /// <summary>Levels of modules, or null for all.</summary>
    public int? Depth { get; init; }

    /// <summary>Format of the summary.</summary>
    public SummaryFormat Format { get; init; }

    /// <summary>File to write to, or null for the console.</summary>
    public string? Output { get; init; }

    /// <summary>File to draw map sizes to, or null.</summary>
    public string? MapSizes { get; init; }

    /// <summary>Whether to draw from left to right.</summary>
    public bool Horizontal { get; init; }

    /// <summary>Whether to merge equal steps in a drawing.</summary>
    public bool Collapse { get; init; }

    /// <summary>File with weights, or null for none.</summary>
    public string? Weights { get; init; }

    /// <summary>Creates the command, which calls <paramref name="run"/> and supports <c>--help</c>.</summary>
    public static RootCommand Command(Func<Settings, int> run)
    {
        var command = new RootCommand("Shows the shapes inside Inception modules, GoogLeNet and its siblings.")
        {
            BatchOption, SizeOption, ChannelsOption, ClassesOption, NetworkOption, DepthOption, FormatOption, OutputOption, WeightsOption,
            HorizontalOption, CollapseOption, MapSizesOption,
        };
        command.SetAction(result => run(Read(result)));
        return command;
    }

    private static Settings Read(ParseResult result)
    {
        // These options imply the summary of one module.
        Option[] summaryOptions = [NetworkOption, DepthOption, FormatOption, OutputOption, WeightsOption, HorizontalOption, CollapseOption];
        var wantsSummary = summaryOptions.Any(option => result.GetResult(option) is { Implicit: false });
        var output = result.GetValue(OutputOption);
        var implied = FormatsByEnding.GetValueOrDefault(Path.GetExtension(output) ?? "", SummaryFormat.Text);
        return new Settings
        {
            Batch = result.GetValue(BatchOption),
            Size = result.GetValue(SizeOption),
            Channels = result.GetValue(ChannelsOption),
            Classes = result.GetValue(ClassesOption),
            Network = result.GetValue(NetworkOption) ?? (wantsSummary ? Subject.Default : null),
            Depth = (int?)result.GetValue(DepthOption),
            Format = result.GetValue(FormatOption) ?? implied,
            Output = output,
            MapSizes = result.GetValue(MapSizesOption),
            Horizontal = result.GetValue(HorizontalOption),
            Collapse = result.GetValue(CollapseOption),
            Weights = result.GetValue(WeightsOption),
        };
    }

    private static Option<long> Number(string name, long largest, string description, long value) => new(name)
    {
        Description = $"{description}, 1 to {largest}",
        DefaultValueFactory = _ => value,
        CustomParser = argument => Parse(argument, name, largest),
    };

    private static Option<long?> Optional(string name, long largest, string description, string usual) => new(name)
    {
        Description = $"{description}, 1 to {largest} [default: {usual}]",
        CustomParser = argument => Parse(argument, name, largest),
    };

    private static Option<T?> Choice<T>(
        string name, IReadOnlyList<T> choices, Func<T, string> nameOf, string description, string? helpName = null) => new(name)
        {
            Description = description,
            HelpName = helpName ?? string.Join('|', choices.Select(nameOf)),
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value;
                if (choices.FirstOrDefault(choice => nameOf(choice) == text) is { } chosen) return chosen;
                argument.AddError($"{name}: expected one of {string.Join(", ", choices.Select(nameOf))}, got '{text}'.");
                return default;
            },
        };

    // For example "224; 32 for cifar; 100 for naive, module".
    private static string Usual(Func<Subject, long> value) => string.Join("; ", Subject.All.GroupBy(value).Select(group =>
        group.Contains(Subject.Default) ? $"{group.Key}" : $"{group.Key} for {string.Join(", ", group.Select(subject => subject.Name))}"));

    private static long Parse(ArgumentResult argument, string name, long largest)
    {
        var text = argument.Tokens[0].Value;
        var isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= 1 && number <= largest) return number;
        argument.AddError($"{name}: expected a whole number from 1 to {largest}, got '{text}'.");
        return 0;
    }
}
