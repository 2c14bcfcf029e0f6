namespace GoogLeNetSharp.Onnx;

/// <summary>Options for ONNX export.</summary>
public sealed record OnnxExportOptions
{
    internal const int SmallestOpset = 13;
    internal const int LargestOpset = 21;

    /// <summary>Version of ONNX's operator set, 13 to 21. The graph is the same for all versions; older runtimes need older
    /// versions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 13 to 21.</exception>
    public int Opset
    {
        get;
        init => field = value is >= SmallestOpset and <= LargestOpset
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Opset), value, $"Opset: must be {SmallestOpset} to {LargestOpset}.");
    } = 17;

    /// <summary>Batch size, 1 or more, or null for any; the axis is then named <c>batch</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long? BatchSize { get; init => field = PositiveOrNull(value, nameof(BatchSize)); }

    /// <summary>
    /// Height of the images in pixels, or null for any supported height; the axis is then named <c>height</c>, and an unsupported height is
    /// a runtime error at a node whose name has the allowed range. If the network supports a single height, that is used.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long? Height { get; init => field = PositiveOrNull(value, nameof(Height)); }

    /// <summary>
    /// Width of the images in pixels, or null for any supported width; the axis is then named <c>width</c>, as for <see cref="Height"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long? Width { get; init => field = PositiveOrNull(value, nameof(Width)); }

    /// <summary>
    /// Channels (or features) of the input, or null for those of the first weights. Needed only if no weight determines them, for example
    /// for a single pool or a Flatten before the first Linear.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long? Channels { get; init => field = PositiveOrNull(value, nameof(Channels)); }

    /// <summary>Name of the input.</summary>
    /// <exception cref="ArgumentException">The value is null or empty.</exception>
    public string InputName { get; init => field = NotEmpty(value, nameof(InputName)); } = "input";

    /// <summary>Name of the output.</summary>
    /// <exception cref="ArgumentException">The value is null or empty.</exception>
    public string OutputName { get; init => field = NotEmpty(value, nameof(OutputName)); } = "output";

    /// <summary>Whether to fold batch norm into the preceding convolution; otherwise it is a separate node.</summary>
    public bool FoldBatchNorm { get; init; } = true;

    /// <summary>Whether to append a softmax over the classes (axis 1), so that the output is probabilities.</summary>
    public bool IncludeSoftmax { get; init; }

    /// <summary>Preprocessing included in the file, with input uint8 N x H x W x C; null for the module's input, float32 N x C x H x
    /// W.</summary>
    public OnnxPreprocessing? Preprocessing { get; init; }

    /// <summary>
    /// Names of the classes in the order of the logits, stored in the file's metadata as <c>labels</c>, a JSON array of strings; null for
    /// none.
    /// </summary>
    public IReadOnlyList<string>? Labels { get; init => field = value is null ? null : new ReadableList<string>(value); }

    /// <summary>
    /// Whether to store the class and settings of a network with a description (<c>IDescribed</c>) in the file's metadata, as
    /// <c>network</c> and <c>settings</c>.
    /// </summary>
    public bool EmbedDescription { get; init; } = true;

    /// <summary>Storage type of kernels and matrices.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined by the enumeration.</exception>
    public OnnxWeightType Weights
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(
            nameof(Weights), value, $"Weights: must be one of {string.Join(", ", Enum.GetNames<OnnxWeightType>())}.");
    }

    /// <summary>
    /// Whether to read the file back and verify it before it replaces the target: identical bytes, well-formed, and the network's shape at
    /// every node by ONNX's rules.
    /// </summary>
    public bool Verify { get; init; }

    private static long? PositiveOrNull(long? value, string name) => value is null ? null : Require.Positive(value.Value, name);

    private static string NotEmpty(string value, string name)
    {
        if (string.IsNullOrEmpty(value)) throw new ArgumentException($"{name}: must not be empty.", name);
        return value;
    }
}
