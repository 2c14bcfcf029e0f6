namespace GoogLeNetSharp.Samples.ShapeInspection;

/// <summary>A module with its command-line name and default input.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Size">Default side of its images, in pixels.</param>
/// <param name="Channels">Default channels of its images.</param>
/// <param name="Make">Creates the module from the number of channels and, for a network, of classes (null for its default).</param>
internal sealed record Subject(string Name, long Size, long Channels, Func<long, long?, Block> Make)
{
    // the example of the notes: the input channels of inception3a, 100 x 100 pixels
    private const long NotesSide = 100;
    private const long NotesChannels = 192;

    private static readonly InceptionWidths NotesWidths =
        new(Ch1x1: 64, Ch3x3Reduce: 96, Ch3x3: 128, Ch5x5Reduce: 16, Ch5x5: 32, PoolProjection: 32);

    /// <summary>The naive module of the notes.</summary>
    public static Subject Naive { get; } = new("naive", NotesSide, NotesChannels, (channels, _) =>
        new InceptionNaive(channels, NotesWidths.Ch1x1, NotesWidths.Ch3x3, NotesWidths.Ch5x5));

    /// <summary>The module with reductions of the notes.</summary>
    public static Subject Module { get; } =
        new("module", NotesSide, NotesChannels, (channels, _) => new InceptionModule(channels, NotesWidths));

    /// <summary>The network of the notes.</summary>
    public static Subject Default { get; } = Network("default", GoogLeNetOptions.Default);

    /// <summary>All modules, in the order of the help.</summary>
    public static IReadOnlyList<Subject> All { get; } =
    [
        Default,
        Network("paper", GoogLeNetOptions.Paper),
        Network("torchvision", GoogLeNetOptions.TorchVision),
        Network("cifar", GoogLeNetOptions.Cifar),
        new("lenet", 28, LeNetOptions.Default.InputChannels, (channels, classes) => new LeNet(
            LeNetOptions.Default with { InputChannels = channels, NumClasses = classes ?? LeNetOptions.Default.NumClasses })),
        Network("vgg11", 224, VggOptions.Vgg11),
        Network("vgg13", 224, VggOptions.Vgg13),
        Network("vgg16", 224, VggOptions.Vgg16),
        Network("vgg19", 224, VggOptions.Vgg19),
        Network("vgg-cifar", 32, VggOptions.Cifar),
        Network("resnet18", 224, ResNetOptions.ResNet18),
        Network("resnet34", 224, ResNetOptions.ResNet34),
        Network("resnet50", 224, ResNetOptions.ResNet50),
        Network("resnet101", 224, ResNetOptions.ResNet101),
        Network("resnet152", 224, ResNetOptions.ResNet152),
        Network("resnet-cifar", 32, ResNetOptions.ResNet18 with { SmallImageStem = true, NumClasses = 10 }),
        Naive,
        Module,
    ];

    private static Subject Network(string name, GoogLeNetOptions options) =>
        new(name, options.Preset is GoogLeNetPreset.Cifar ? 32 : 224, options.InputChannels, (channels, classes) =>
            new GoogLeNet(options with { InputChannels = channels, NumClasses = classes ?? options.NumClasses }));

    private static Subject Network(string name, long size, VggOptions options) =>
        new(name, size, options.InputChannels, (channels, classes) =>
        new Vgg(options with { InputChannels = channels, NumClasses = classes ?? options.NumClasses }));

    private static Subject Network(string name, long size, ResNetOptions options) =>
        new(name, size, options.InputChannels, (channels, classes) =>
        new ResNet(options with { InputChannels = channels, NumClasses = classes ?? options.NumClasses }));
}
