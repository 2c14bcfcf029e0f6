using static TorchSharp.torch;

namespace GoogLeNetSharp.Samples.ShapeInspection;

/// <summary>A module with its name on the command line and its usual input.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Size">Usual side of its images, in pixels.</param>
/// <param name="Channels">Usual channels of its images.</param>
/// <param name="Make">Makes the module from the number of channels and, for a network, of classes (null for the preset's).</param>
internal sealed record Subject(string Name, long Size, long Channels, Func<long, long?, nn.Module<Tensor, Tensor>> Make)
{
    // The example of the notes: the channels of inception3a's input, 100 x 100 pixels.
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
    public static Subject Default { get; } = Network("default", 224, GoogLeNetOptions.Default);

    /// <summary>All modules, in the order of the help.</summary>
    public static IReadOnlyList<Subject> All { get; } =
    [
        Default,
        Network("paper", 224, GoogLeNetOptions.Paper),
        Network("torchvision", 224, GoogLeNetOptions.TorchVision),
        Network("cifar", 32, GoogLeNetOptions.Cifar),
        Naive,
        Module,
    ];

    private static Subject Network(string name, long size, GoogLeNetOptions options) =>
        new(name, size, options.InputChannels, (channels, classes) =>
            new GoogLeNet(options with { InputChannels = channels, NumClasses = classes ?? options.NumClasses }));
}
