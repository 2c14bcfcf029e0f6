using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Execution;
using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Inference;

/// <summary>A network compiled for inference in managed code, equivalent to the original module in evaluation mode.</summary>
/// <remarks>
/// <para>Thread-safe. Results do not depend on the number of threads.</para>
/// <para>The first call per shape builds a plan, and the first call overall packs the weights, so these are slower. Later calls allocate
/// only their result.</para>
/// </remarks>
/// <example><code>
/// using var model = new InferenceModel(graph);
/// var logits = model.Predict(pixels, [1, 3, 224, 224]);
/// </code></example>
public sealed class InferenceModel : IDisposable
{
    // maps of up to this size stay in the last-level cache of common processors until the next step reads them
    private const long CachedBytes = 32_000_000;

    private readonly PlanRunner _runner;
    private readonly InferenceOptions _options;
    private readonly KnownInputs _inputs;
    private readonly Lock _gate = new();
    private int _running;
    private bool _disposed;

    /// <summary>Initializes a model from a graph with default options.</summary>
    /// <param name="graph">The graph.</param>
    /// <exception cref="ArgumentNullException"><paramref name="graph"/> is null.</exception>
    public InferenceModel(InferenceGraph graph) : this(graph, new InferenceOptions())
    {
    }

    /// <summary>Initializes a model from a graph: folds batch norm, removes dropout, fuses activations.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Batch size, number of threads, precision, vector width.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="PlatformNotSupportedException">The precision is not supported in this process; the message explains
    /// why.</exception>
    public InferenceModel(InferenceGraph graph, InferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        VectorBits = options.VectorBits ?? KernelSet.BestVectorBits;
        Threads = options.Threads ?? Environment.ProcessorCount;
        var bfloat16 = options.Precision == InferencePrecision.Float32 ? null : BFloat16(options.Precision);
        Precision = bfloat16 is null ? InferencePrecision.Float32 : InferencePrecision.BFloat16;
        _runner = new PlanRunner(graph, KernelSet.For(VectorBits, bfloat16), Threads, ThreadTeam.Shared);
        _inputs = new KnownInputs(Graph);
    }

    /// <summary>Loads a model from an ONNX file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Batch size, number of threads, vector width; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <inheritdoc cref="InferenceGraph.FromOnnx(string)" path="/exception"/>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public static InferenceModel Load(string path, InferenceOptions? options = null) =>
        new(InferenceGraph.FromOnnx(path), options ?? new InferenceOptions());

    /// <summary>Loads a model from an ONNX file in a stream.</summary>
    /// <param name="stream">The stream, read from its current position to its end; it stays open.</param>
    /// <param name="options">Batch size, number of threads, vector width; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <inheritdoc cref="InferenceGraph.FromOnnx(Stream)" path="/exception"/>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public static InferenceModel Load(Stream stream, InferenceOptions? options = null) =>
        new(InferenceGraph.FromOnnx(stream), options ?? new InferenceOptions());

    /// <summary>The optimized graph.</summary>
    public InferenceGraph Graph => _runner.Graph;

    /// <summary>Number of threads per call.</summary>
    public int Threads { get; }

    /// <summary>Width of the vectors in bits: 512, 256 or 128.</summary>
    public int VectorBits { get; }

    /// <summary>Type of the factors in multiplications: <see cref="InferencePrecision.Float32"/> or
    /// <see cref="InferencePrecision.BFloat16"/>.</summary>
    public InferencePrecision Precision { get; }

    /// <summary>Computes the shape of the output for an input.</summary>
    /// <param name="inputShape">N x C x H x W or C x H x W; N x F or F if the first layer is linear.</param>
    /// <returns>The output's shape, with batch axis if the input has one.</returns>
    /// <exception cref="ArgumentException">The network does not support the input; the message lists what is supported.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public long[] OutputShape(ReadOnlySpan<long> inputShape)
    {
        using var call = Enter();
        return OutputShapeOf(inputShape);
    }

    /// <summary>Runs a batch of square images, or of features if the first layer is linear.</summary>
    /// <param name="input">N x C x H x H, or N x F, in row-major order.</param>
    /// <param name="batch">N, 1 or more.</param>
    /// <returns>The output in row-major order: logits N x classes.</returns>
    /// <exception cref="ArgumentException">The length of the input is not that of <paramref name="batch"/> square images.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is below 1.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public float[] Predict(ReadOnlySpan<float> input, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        return Predict(input, SquareShape(input.Length, batch));
    }

    /// <summary>Runs a batch or one image.</summary>
    /// <param name="input">The values in row-major order, with the length of <paramref name="shape"/>.</param>
    /// <param name="shape">N x C x H x W or C x H x W; N x F or F if the first layer is linear.</param>
    /// <returns>The output in row-major order, of <see cref="OutputShape"/>: logits N x classes or classes.</returns>
    /// <exception cref="ArgumentException">The network does not support the input, or the length of the input does not match the
    /// shape.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public float[] Predict(ReadOnlySpan<float> input, ReadOnlySpan<long> shape)
    {
        using var call = Enter();
        return Run(input, shape, CancellationToken.None);
    }

    /// <summary>Runs a batch or one image and writes the result to a span. Allocates nothing if the shape has been used before.</summary>
    /// <param name="input">The values in row-major order, with the length of <paramref name="shape"/>.</param>
    /// <param name="shape">N x C x H x W or C x H x W; N x F or F if the first layer is linear.</param>
    /// <param name="output">Receives the output in row-major order, with the length of <see cref="OutputShape"/>; undefined if an exception
    /// is thrown.</param>
    /// <param name="cancellationToken">Cancels between steps of the network.</param>
    /// <exception cref="ArgumentException">The network does not support the input, or the length of a span does not match its
    /// shape.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public void Predict(ReadOnlySpan<float> input, ReadOnlySpan<long> shape, Span<float> output,
        CancellationToken cancellationToken = default)
    {
        using var call = Enter();
        Run(input, shape, output, cancellationToken);
    }

    /// <summary>Runs a batch or one image and returns all outputs.</summary>
    /// <param name="input">The values in row-major order, with the length of <paramref name="shape"/>.</param>
    /// <param name="shape">N x C x H x W or C x H x W; N x F or F if the first layer is linear.</param>
    /// <returns>The outputs in row-major order, by name in <see cref="InferenceGraph.Outputs"/>.</returns>
    /// <exception cref="ArgumentException">The network does not support the input, or the length of the input does not match the
    /// shape.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public unsafe IReadOnlyDictionary<string, float[]> PredictAll(ReadOnlySpan<float> input, ReadOnlySpan<long> shape)
    {
        using var call = Enter();
        var known = _inputs.Check(shape);
        var images = known.Images(shape);
        CheckLength(input.Length, images * known.SampleLength, shape, nameof(input));
        var results = Array.ConvertAll(known.OutputLengths,
            length => GC.AllocateUninitializedArray<float>(checked((int)(images * length)), pinned: true));
        var outputs = stackalloc float*[results.Length];
        for (var i = 0; i < results.Length; i++) outputs[i] = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(results[i]));
        fixed (float* from = input) Run(from, shape, outputs, CancellationToken.None);
        return Graph.Outputs.Select((output, i) => (output.Name, Numbers: results[i]))
            .ToDictionary(pair => pair.Name, pair => pair.Numbers);
    }

    /// <summary>Runs a batch or one image on a thread-pool thread.</summary>
    /// <param name="input">The values in row-major order, with the length of <paramref name="shape"/>; must not be changed before the task
    /// has completed.</param>
    /// <param name="shape">N x C x H x W or C x H x W; N x F or F if the first layer is linear.</param>
    /// <param name="cancellationToken">Cancels between steps of the network.</param>
    /// <returns>The output in row-major order, of <see cref="OutputShape"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="shape"/> is null.</exception>
    /// <exception cref="ArgumentException">The network does not support the input, or the length of the input does not match the
    /// shape.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public async Task<float[]> PredictAsync(ReadOnlyMemory<float> input, long[] shape, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        using var call = Enter();
        return await Task.Run(() => Run(input.Span, shape, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Frees weights and maps after running calls have ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            if (_running > 0) return;
        }

        _runner.Dispose();
    }

    /// <summary>Returns the optimized graph as text.</summary>
    public override string ToString() => Graph.ToString();

    /// <summary>Begins a call. Memory disposed meanwhile is freed after all calls have ended.</summary>
    internal Call Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _running++;
        }

        return new Call(this);
    }

    /// <summary>Computes <see cref="OutputShape"/> within a call.</summary>
    internal long[] OutputShapeOf(ReadOnlySpan<long> inputShape)
    {
        var input = _inputs.Check(inputShape);
        return OutputShapeOf(input, 0, inputShape);
    }

    /// <summary>Runs a batch of any size or one image, within a call.</summary>
    internal unsafe void Run(float* input, ReadOnlySpan<long> shape, float* output, CancellationToken cancellationToken)
    {
        var outputs = stackalloc float*[Graph.Outputs.Count];
        new Span<nint>(outputs, Graph.Outputs.Count).Clear();
        outputs[0] = output;
        Run(input, shape, outputs, cancellationToken);
    }

    private unsafe void Run(float* input, ReadOnlySpan<long> shape, float** outputs, CancellationToken cancellationToken)
    {
        var known = _inputs.Check(shape);
        cancellationToken.ThrowIfCancellationRequested();
        var images = known.Images(shape);
        var atMost = _options.ChunkSize ?? Math.Max(1, CachedBytes / (known.LargestMap * sizeof(float)));

        // prefers pieces of equal size, because each size needs a plan
        var size = Rounding.Ceiling(images, Rounding.Ceiling(images, atMost));
        try
        {
            for (var start = 0L; start < images; start += size)
            {
                var piece = Math.Min(size, images - start);
                _runner.Run(input + (start * known.SampleLength), piece, known.Sample, outputs, cancellationToken);
                for (var i = 0; i < known.OutputLengths.Length; i++) outputs[i] += outputs[i] is null ? 0 : piece * known.OutputLengths[i];
            }
        }
        catch (Exception exception) when (exception is OutOfMemoryException or OverflowException)
        {
            throw new InsufficientMemoryException(
                $"There is no memory to run InferenceModel on an input of {ShapeText.Of(shape.ToArray())}.", exception);
        }
    }

    private static long[] OutputShapeOf(InferenceInput input, int output, ReadOnlySpan<long> inputShape) =>
        inputShape.Length > input.Rank ? [inputShape[0], .. input.Outputs[output]] : [.. input.Outputs[output]];

    private float[] Run(ReadOnlySpan<float> input, ReadOnlySpan<long> shape, CancellationToken cancellationToken)
    {
        var output = new float[ShapeText.Count(OutputShapeOf(shape))];
        Run(input, shape, output, cancellationToken);
        return output;
    }

    private unsafe void Run(ReadOnlySpan<float> input, ReadOnlySpan<long> shape, Span<float> output, CancellationToken cancellationToken)
    {
        var known = _inputs.Check(shape);
        var images = known.Images(shape);
        CheckLength(input.Length, images * known.SampleLength, shape, nameof(input));
        CheckLength(output.Length, images * known.OutputLengths[0], shape, nameof(output));
        fixed (float* from = input, to = output) Run(from, shape, to, cancellationToken);
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_running > 0 || !_disposed) return;
        }

        _runner.Dispose();
    }

    private static void CheckLength(long length, long wanted, ReadOnlySpan<long> shape, string name)
    {
        if (length == wanted) return;
        throw new ArgumentException(
            $"{name}: expected {wanted} numbers for an input of {ShapeText.Of(shape.ToArray())}, got {length}, in {InferenceInput.Place}.",
            name);
    }

    private BFloat16Code? BFloat16(InferencePrecision precision)
    {
        var missing = VectorBits != 512 ? $"vectors of 512 bits, and VectorBits is {VectorBits}"
            : BFloat16Code.Instance is null ? "a processor with AVX512-BF16, and a system that runs code made at run time"
            : null;
        if (missing is null) return BFloat16Code.Instance;
        if (precision == InferencePrecision.Auto) return null;
        throw new PlatformNotSupportedException($"Precision: BFloat16 needs {missing}, in {InferenceInput.Place}; use Auto or Float32.");
    }

    private long[] SquareShape(long length, int batch)
    {
        if (Graph.TakesFeatures) return [batch, length / batch];
        var channels = Graph.Input.Channels
            ?? throw new ArgumentException(
                $"input: the network takes any number of channels; give the shape, in {InferenceInput.Place}.", "input");
        var side = (long)Math.Round(Math.Sqrt((double)length / batch / channels));
        if (side * side * channels * batch == length) return [batch, channels, side, side];
        throw new ArgumentException(
            $"input: expected {batch} square images of {channels} channels, got {length} numbers; give the shape where images are not "
            + $"square, in {InferenceInput.Place}.",
            "input");
    }

    /// <summary>A running call.</summary>
    internal readonly struct Call(InferenceModel model) : IDisposable
    {
        public void Dispose() => model.Leave();
    }
}
