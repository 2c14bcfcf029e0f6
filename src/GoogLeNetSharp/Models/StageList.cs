using GoogLeNetSharp.Graphs;
namespace GoogLeNetSharp;

/// <summary>
/// The ordered stages of each preset, as data. All presets share the Inception table; they differ in the stem, the pools and the head.
/// </summary>
internal sealed record StageList
{
    private const long StemWidth = 64;
    private const long StemOutChannels = 192;
    private const long NotesHiddenFeatures = 1000;

    private static readonly Window2d Conv7x7 = Window2d.Square(7, stride: 2, padding: 3);
    private static readonly Window2d Conv3x3 = Window2d.Square(3, padding: 1);
    private static readonly Window2d Conv1x1 = Window2d.Square(1);
    private static readonly Window2d PaddedPool = Window2d.Square(3, stride: 2, padding: 1);
    private static readonly Window2d CeilPool = Window2d.Square(3, stride: 2, ceilMode: true);
    private static readonly Window2d CeilPool2x2 = Window2d.Square(2, stride: 2, ceilMode: true);

    private static readonly StageList Notes = new()
    {
        Stem =
        [
            new StageSpec.Conv("conv1", StemWidth, Conv7x7),
            new StageSpec.MaxPool("conv1_pool", PaddedPool),
            new StageSpec.Conv("conv2", StemOutChannels, Conv3x3),
            new StageSpec.MaxPool("conv2_pool", PaddedPool),
        ],
        PoolAfter3 = new StageSpec.MaxPool("inception3_pool", PaddedPool),
        PoolAfter4 = new StageSpec.MaxPool("inception4_pool", PaddedPool),
        FinalPool = new StageSpec.AvgPool("inception5_pool", KernelSize: 7),
        HiddenLayers = [new StageSpec.Linear("fc1", NotesHiddenFeatures)],
        ClassifierName = "fc2",
        AuxiliaryForm = AuxiliaryClassifierForm.Paper,
    };

    // Table 1 of the paper. The positions of the normalization, which the paper shows only in figure 3, and the names follow Caffe's
    // bvlc_googlenet.
    private static readonly StageList Paper = new()
    {
        Stem =
        [
            new StageSpec.Conv("conv1", StemWidth, Conv7x7),
            new StageSpec.MaxPool("pool1", CeilPool),
            new StageSpec.LocalResponseNorm("norm1", Size: 5, Alpha: 1e-4, Beta: 0.75),
            new StageSpec.Conv("conv2", StemWidth, Conv1x1),
            new StageSpec.Conv("conv3", StemOutChannels, Conv3x3),
            new StageSpec.LocalResponseNorm("norm2", Size: 5, Alpha: 1e-4, Beta: 0.75),
            new StageSpec.MaxPool("pool2", CeilPool),
        ],
        PoolAfter3 = new StageSpec.MaxPool("pool3", CeilPool),
        PoolAfter4 = new StageSpec.MaxPool("pool4", CeilPool),
        FinalPool = new StageSpec.AvgPool("pool5", KernelSize: 7),
        AuxiliaryForm = AuxiliaryClassifierForm.Paper,
    };

    // torchvision/models/googlenet.py; its maxpool4 is 2x2, the paper's is 3x3.
    private static readonly StageList TorchVision = new()
    {
        Stem =
        [
            new StageSpec.Conv("conv1", StemWidth, Conv7x7),
            new StageSpec.MaxPool("maxpool1", CeilPool),
            new StageSpec.Conv("conv2", StemWidth, Conv1x1),
            new StageSpec.Conv("conv3", StemOutChannels, Conv3x3),
            new StageSpec.MaxPool("maxpool2", CeilPool),
        ],
        PoolAfter3 = new StageSpec.MaxPool("maxpool3", CeilPool),
        PoolAfter4 = new StageSpec.MaxPool("maxpool4", CeilPool2x2),
        FinalPool = new StageSpec.GlobalAvgPool("avgpool"),
        BatchNorm = new(Eps: 0.001),
        AuxiliaryForm = AuxiliaryClassifierForm.TorchVision,
    };

    // Three 3x3 convolutions at full size precede the first of three pools: 32, 16, 8, then 4 pixels a side.
    private static readonly StageList Cifar = new()
    {
        ImageSize = 32,
        Stem =
        [
            new StageSpec.Conv("conv1", StemWidth, Conv3x3),
            new StageSpec.Conv("conv2", StemWidth, Conv3x3),
            new StageSpec.Conv("conv3", StemOutChannels, Conv3x3),
            new StageSpec.MaxPool("maxpool1", PaddedPool),
        ],
        PoolAfter3 = new StageSpec.MaxPool("maxpool2", PaddedPool),
        PoolAfter4 = new StageSpec.MaxPool("maxpool3", PaddedPool),
        FinalPool = new StageSpec.GlobalAvgPool("avgpool"),
        BatchNorm = new(Eps: 1e-5),
        AuxiliaryForm = AuxiliaryClassifierForm.TorchVision,
    };

    /// <summary>Default side of the images in pixels.</summary>
    public long ImageSize { get; init; } = 224;

    /// <summary>The stages before inception3a.</summary>
    public required IReadOnlyList<StageSpec> Stem { get; init; }

    /// <summary>The pool after inception3b.</summary>
    public required StageSpec PoolAfter3 { get; init; }

    /// <summary>The pool after inception4e.</summary>
    public required StageSpec PoolAfter4 { get; init; }

    /// <summary>The pool after inception5b, to 1 x 1: the first stage of the head.</summary>
    public required StageSpec FinalPool { get; init; }

    /// <summary>Linear layers before the classifier.</summary>
    public IReadOnlyList<StageSpec> HiddenLayers { get; init; } = [];

    /// <summary>Name of the last linear layer.</summary>
    public string ClassifierName { get; init; } = "fc";

    /// <summary>Batch norm in every convolution, or null for none.</summary>
    public BatchNormSettings? BatchNorm { get; init; }

    /// <summary>The form of the auxiliary heads.</summary>
    public required AuxiliaryClassifierForm AuxiliaryForm { get; init; }

    /// <summary>Gets the stage list of a preset.</summary>
    public static StageList For(GoogLeNetPreset preset) => preset switch
    {
        GoogLeNetPreset.Default => Notes,
        GoogLeNetPreset.Paper => Paper,
        GoogLeNetPreset.TorchVision => TorchVision,
        GoogLeNetPreset.Cifar => Cifar,
        _ => throw new ArgumentOutOfRangeException(nameof(preset), preset, "preset: unknown."),
    };

    /// <summary>The stages up to the last map, N x 1024 x h x w.</summary>
    public IReadOnlyList<StageSpec> Features(GoogLeNetOptions options) =>
    [
        .. options.TransformInput ? [new StageSpec.TransformInput()] : Array.Empty<StageSpec>(),
        .. Stem,
        .. InceptionTable.Inception3.Select(Row),
        PoolAfter3,
        .. InceptionTable.Inception4.Select(Row),
        PoolAfter4,
        .. InceptionTable.Inception5.Select(Row),
    ];

    /// <summary>The stages from the flattened pool to the classifier, without it.</summary>
    public IReadOnlyList<StageSpec> Hidden(GoogLeNetOptions options) =>
        options.Dropout > 0 ? [new StageSpec.Dropout("dropout", options.Dropout), .. HiddenLayers] : HiddenLayers;

    private static StageSpec Row((string Name, InceptionWidths Widths) row) => new StageSpec.Inception(row.Name, row.Widths);
}
