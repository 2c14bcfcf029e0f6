namespace GoogLeNetSharp.Onnx;

/// <summary>How a network is written as an ONNX file.</summary>
public sealed record OnnxExportOptions
{
    internal const int SmallestOpset = 13;
    internal const int LargestOpset = 21;

    /// <summary>Version of ONNX's operator set, 13 to 21. The graph is the same in all; an older one is read by older runtimes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set outside 13 to 21.</exception>
    public int Opset
    {
        get;
        init => field = value is >= SmallestOpset and <= LargestOpset
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Opset), value, $"Opset: must be {SmallestOpset} to {LargestOpset}.");
    } = 17;

    /// <summary>Images in a batch, 1 or more. Null: any number, the axis is called <c>batch</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public long? BatchSize { get; init => field = PositiveOrNull(value, nameof(BatchSize)); }

    /// <summary>
    /// Height of the images in pixels. Null: any that the network takes, the axis is called <c>height</c>; a run on another is an error of
    /// the runtime at a node whose name says what is allowed. A network that takes one height only gets that.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public long? Height { get; init => field = PositiveOrNull(value, nameof(Height)); }

    /// <summary>
    /// Width of the images in pixels. Null: any that the network takes, the axis is called <c>width</c>, as for <see cref="Height"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public long? Width { get; init => field = PositiveOrNull(value, nameof(Width)); }

    /// <summary>
    /// Channels (or features) of the input. Null: what the first weights take. Needed only where no weight says it: a pool alone, a Flatten
    /// before the first Linear.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public long? Channels { get; init => field = PositiveOrNull(value, nameof(Channels)); }

    /// <summary>Name of the input.</summary>
    /// <exception cref="ArgumentException">Set to null or an empty text.</exception>
    public string InputName { get; init => field = NotEmpty(value, nameof(InputName)); } = "input";

    /// <summary>Name of the output.</summary>
    /// <exception cref="ArgumentException">Set to null or an empty text.</exception>
    public string OutputName { get; init => field = NotEmpty(value, nameof(OutputName)); } = "output";

    /// <summary>Whether batch norm becomes part of the convolution before it; otherwise it is written as nodes of its own.</summary>
    public bool FoldBatchNorm { get; init; } = true;

    /// <summary>Whether the output is probabilities: a softmax over the classes (axis 1) after the logits.</summary>
    public bool IncludeSoftmax { get; init; }

    /// <summary>With settings: the file takes uint8 N x H x W x C and normalises it. Null: it takes what the module takes, float32 N x C x
    /// H x W.</summary>
    public OnnxPreprocessing? Preprocessing { get; init; }

    /// <summary>
    /// Names of the classes in the order of the logits, written into the file's metadata as <c>labels</c>, a JSON array of strings. Null:
    /// none.
    /// </summary>
    public IReadOnlyList<string>? Labels { get; init => field = value is null ? null : new ReadableList<string>(value); }

    /// <summary>
    /// Whether the class and the settings of a network that has a description (<c>IDescribed</c>) are written into the file's metadata, as
    /// <c>network</c> and
    /// <c>settings</c>.
    /// </summary>
    public bool EmbedDescription { get; init; } = true;

    /// <summary>The type in which kernels and matrices are stored.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a value that the enumeration does not name.</exception>
    public OnnxWeightType Weights
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(
            nameof(Weights), value, $"Weights: must be one of {string.Join(", ", Enum.GetNames<OnnxWeightType>())}.");
    }

    /// <summary>
    /// Whether the written file is read back and checked before it takes its place: equal to what was meant byte for byte, well-formed, and
    /// with the network's shape at every node by ONNX's own arithmetic.
    /// </summary>
    public bool Verify { get; init; }

    private static long? PositiveOrNull(long? value, string name) => value is null ? null : Require.Positive(value.Value, name);

    private static string NotEmpty(string value, string name)
    {
        if (string.IsNullOrEmpty(value)) throw new ArgumentException($"{name}: must not be empty.", name);
        return value;
    }
}
