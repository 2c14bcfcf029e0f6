using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Execution;
using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Inference;

/// <summary>A network that is ready to run, in managed code: answers as the module did in evaluation mode when its graph was
/// made.</summary>
/// <remarks>
/// <para>Safe to call from several threads at once. Results do not depend on the number of threads.</para>
/// <para>The first call with a new shape plans how to run it, and the first call of all lays the weights out; the calls after it find both,
/// and allocate nothing but their result.</para>
/// </remarks>
/// <example><code>
/// using var model = new InferenceModel(graph);
/// var logits = model.Predict(pixels, [1, 3, 224, 224]);
/// </code></example>
public sealed class InferenceModel : IDisposable
{
    // A piece's largest map up to this size is still in the last-level cache of common processors when the next step reads it.
    private const long CachedBytes = 32_000_000;

    private readonly PlanRunner _runner;
    private readonly InferenceOptions _options;
    private readonly KnownInputs _inputs;
    private readonly Lock _gate = new();
    private int _running;
    private bool _disposed;

    /// <summary>Prepares a graph, with the options that the machine suggests.</summary>
    /// <param name="graph">The graph.</param>
    /// <exception cref="ArgumentNullException"><paramref name="graph"/> is null.</exception>
    public InferenceModel(InferenceGraph graph) : this(graph, new InferenceOptions())
    {
    }

    /// <summary>Prepares a graph: batch norm folded, dropout gone, ReLU joined to what is before it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Batch size, threads, precision, width of vectors.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="PlatformNotSupportedException">The process cannot compute in the precision; the message says why.</exception>
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

    /// <summary>Reads a network from an ONNX file and prepares it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Batch size, threads, width of vectors; null: what the machine suggests.</param>
    /// <returns>The model.</returns>
    /// <inheritdoc cref="InferenceGraph.FromOnnx(string)" path="/exception"/>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public static InferenceModel Load(string path, InferenceOptions? options = null) =>
        new(InferenceGraph.FromOnnx(path), options ?? new InferenceOptions());

    /// <summary>Reads a network from an ONNX file in a stream and prepares it.</summary>
    /// <param name="stream">The file, from where the stream stands to its end; it stays open.</param>
    /// <param name="options">Batch size, threads, width of vectors; null: what the machine suggests.</param>
    /// <returns>The model.</returns>
    /// <inheritdoc cref="InferenceGraph.FromOnnx(Stream)" path="/exception"/>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "A path and a stream are not mistaken for each other.")]
    public static InferenceModel Load(Stream stream, InferenceOptions? options = null) =>
        new(InferenceGraph.FromOnnx(stream), options ?? new InferenceOptions());

    /// <summary>The network as it is run.</summary>
    public InferenceGraph Graph => _runner.Graph;

    /// <summary>Threads that one call computes with.</summary>
    public int Threads { get; }

    /// <summary>Bits of the vectors that are computed with: 512, 256 or 128.</summary>
    public int VectorBits { get; }

    /// <summary>The type of number that is multiplied: <see cref="InferencePrecision.Float32"/> or
    /// <see cref="InferencePrecision.BFloat16"/>.</summary>
    public InferencePrecision Precision { get; }

    /// <summary>The shape of the output for an input.</summary>
    /// <param name="inputShape">N x C x H x W or C x H x W; N x F or F where the network starts with a linear layer.</param>
    /// <returns>The output's shape, with the batch where the input has one.</returns>
    /// <exception cref="ArgumentException">The network does not take such an input; the message says what it takes.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public long[] OutputShape(ReadOnlySpan<long> inputShape)
    {
        using var call = Enter();
        return OutputShapeOf(inputShape);
    }

    /// <summary>Runs a batch of square images, or of features where the network starts with a linear layer.</summary>
    /// <param name="input">N x C x H x H, or N x F, in row-major order.</param>
    /// <param name="batch">N, 1 or more.</param>
    /// <returns>The output in row-major order: logits N x classes.</returns>
    /// <exception cref="ArgumentException">The numbers are not those of <paramref name="batch"/> square images.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is below 1.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public float[] Predict(ReadOnlySpan<float> input, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        return Predict(input, SquareShape(input.Length, batch));
    }

    /// <summary>Runs a batch or one image.</summary>
    /// <param name="input">The numbers in row-major order, as many as <paramref name="shape"/> has.</param>
    /// <param name="shape">N x C x H x W or C x H x W; N x F or F where the network starts with a linear layer.</param>
    /// <returns>The output in row-major order, of <see cref="OutputShape"/>: logits N x classes or classes.</returns>
    /// <exception cref="ArgumentException">The network does not take such an input, or the numbers are not those of the shape.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public float[] Predict(ReadOnlySpan<float> input, ReadOnlySpan<long> shape)
    {
        using var call = Enter();
        return Run(input, shape, CancellationToken.None);
    }

    /// <summary>Runs a batch or one image and writes into memory of the caller's: nothing is allocated once the shape is planned.</summary>
    /// <param name="input">The numbers in row-major order, as many as <paramref name="shape"/> has.</param>
    /// <param name="shape">N x C x H x W or C x H x W; N x F or F where the network starts with a linear layer.</param>
    /// <param name="output">Takes the output in row-major order, as many numbers as <see cref="OutputShape"/> has; undefined when an
    /// exception is thrown.</param>
    /// <param name="cancellationToken">Ends the run between two steps of the network.</param>
    /// <exception cref="ArgumentException">The network does not take such an input, or the numbers of a span are not those of its
    /// shape.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public void Predict(ReadOnlySpan<float> input, ReadOnlySpan<long> shape, Span<float> output,
        CancellationToken cancellationToken = default)
    {
        using var call = Enter();
        Run(input, shape, output, cancellationToken);
    }

    /// <summary>Runs a batch or one image of a network with several outputs.</summary>
    /// <param name="input">The numbers in row-major order, as many as <paramref name="shape"/> has.</param>
    /// <param name="shape">N x C x H x W or C x H x W; N x F or F where the network starts with a linear layer.</param>
    /// <returns>The outputs in row-major order, by their names in <see cref="InferenceGraph.Outputs"/>.</returns>
    /// <exception cref="ArgumentException">The network does not take such an input, or the numbers are not those of the shape.</exception>
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

    /// <summary>Runs a batch or one image on a thread of the pool.</summary>
    /// <param name="input">The numbers in row-major order, as many as <paramref name="shape"/> has; not to be changed before the task has
    /// ended.</param>
    /// <param name="shape">N x C x H x W or C x H x W; N x F or F where the network starts with a linear layer.</param>
    /// <param name="cancellationToken">Ends the run between two steps of the network.</param>
    /// <returns>The output in row-major order, of <see cref="OutputShape"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="shape"/> is null.</exception>
    /// <exception cref="ArgumentException">The network does not take such an input, or the numbers are not those of the shape.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public async Task<float[]> PredictAsync(ReadOnlyMemory<float> input, long[] shape, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        using var call = Enter();
        return await Task.Run(() => Run(input.Span, shape, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Frees weights and maps, once the calls that are running have ended.</summary>
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

    /// <summary>The network as it is run, step by step.</summary>
    public override string ToString() => Graph.ToString();

    /// <summary>Begins a call: what is disposed meanwhile is freed when all calls have ended.</summary>
    internal Call Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _running++;
        }

        return new Call(this);
    }

    /// <summary><see cref="OutputShape"/>, within a call.</summary>
    internal long[] OutputShapeOf(ReadOnlySpan<long> inputShape)
    {
        var input = _inputs.Check(inputShape);
        return OutputShapeOf(input, 0, inputShape);
    }

    /// <summary>Runs a batch or one image of any length, within a call.</summary>
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
        var atMost = _options.BatchSize ?? Math.Max(1, CachedBytes / (known.LargestMap * sizeof(float)));

        // Pieces of one size where that is possible: each size has a plan of its own.
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
        throw new PlatformNotSupportedException($"Precision: BFloat16 needs {missing}, in {InferenceInput.Place}; take Auto or Float32.");
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

    /// <summary>A call that runs.</summary>
    internal readonly struct Call(InferenceModel model) : IDisposable
    {
        public void Dispose() => model.Leave();
    }
}
