using System.Runtime.InteropServices;
using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>A model compiled for inference: answers as the model did in evaluation mode when it was compiled, only faster.</summary>
/// <remarks>
/// <para>Made by <see cref="InferenceExtensions.Compile(nn.Module{Tensor, Tensor}, InferenceOptions)"/>. Independent of the model, which may be trained
/// on or disposed. Safe to call from several threads at once.</para>
/// <para>The first call with a new shape plans how to run it and lays the weights out, which takes several times as long; the calls after it find both.</para>
/// </remarks>
public sealed class InferenceModel : IDisposable
{
    // A piece's largest map up to this size is still in the last-level cache of common processors when the next step reads it.
    private const long CachedBytes = 32_000_000;

    // Just below the largest block that glibc recycles (DEFAULT_MMAP_THRESHOLD_MAX, 32 MiB).
    private const long RecycledBytes = 33_000_000;

    private readonly GraphRunner _runner;
    private readonly InferenceOptions _options;
    private readonly Lock _gate = new();
    private int _running;
    private bool _disposed;
    private InferenceInput? _lastInput;

    internal InferenceModel(GraphRunner runner, InferenceOptions options)
    {
        _runner = runner;
        _options = options;

        // glibc recycles blocks up to the size of the largest that it has seen freed, and keeps twice as much free memory.
        if (options.KeepFreedMemory) empty(RecycledBytes, dtype: uint8).Dispose();
    }

    /// <summary>What it computes in: <see cref="InferencePrecision.Float32"/> or <see cref="InferencePrecision.BFloat16"/>.</summary>
    public InferencePrecision Precision => _runner.Type == ScalarType.BFloat16 ? InferencePrecision.BFloat16 : InferencePrecision.Float32;

    /// <summary>Runs a batch or one image.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type, on the CPU; N x F or F where the network starts with a linear layer.</param>
    /// <returns>What the model returns, in float32: logits N x classes or classes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> is null.</exception>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size than the network takes.</exception>
    /// <exception cref="ObjectDisposedException">The compiled model or the input is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public Tensor Predict(Tensor input) => Predict(input, CancellationToken.None);

    /// <summary>Runs a batch or one image on a thread of the pool.</summary>
    /// <param name="input">As for <see cref="Predict(Tensor)"/>; the handle may be disposed as soon as this method has returned.</param>
    /// <param name="cancellation">Ends the run between two steps of the network.</param>
    /// <returns>What <see cref="Predict(Tensor)"/> returns.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> is null.</exception>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size than the network takes.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The compiled model or the input is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public async Task<Tensor> PredictAsync(Tensor input, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        InferenceInput.CheckAlive(input);
        using var own = input.alias().DetachFromDisposeScope();
        return await Task.Run(() => Predict(own, cancellation), cancellation).ConfigureAwait(false);
    }

    /// <summary>Frees the weights, once the calls that are running have ended.</summary>
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

    /// <summary>The compiled network, step by step.</summary>
    /// <exception cref="ObjectDisposedException">The compiled model is disposed.</exception>
    public override string ToString()
    {
        Enter();
        try
        {
            return _runner.Graph.ToString();
        }
        finally
        {
            Leave();
        }
    }

    private Tensor Predict(Tensor input, CancellationToken cancellation)
    {
        Enter();
        try
        {
            var checkedInput = _lastInput = InferenceInput.Check(input, _runner.Graph, _lastInput);
            cancellation.ThrowIfCancellationRequested();
            using var noGrad = no_grad();
            using var threads = new ThreadCount(_options.Threads);
            if (input.dim() > checkedInput.Sample.Length) return Run(input, checkedInput, cancellation);
            using var batch = input.unsqueeze(0);
            using var output = Run(batch, checkedInput, cancellation);
            return output.squeeze(0);
        }
        catch (ExternalException exception) when (exception.Message.Contains("can't allocate memory", StringComparison.Ordinal))
        {
            throw new InsufficientMemoryException(
                $"There is no memory to run InferenceModel on an input of {ImageInput.Text(input.shape)}.", exception);
        }
        finally
        {
            Leave();
        }
    }

    private Tensor Run(Tensor batch, InferenceInput input, CancellationToken cancellation)
    {
        var images = batch.size(0);
        var bytesPerNumber = _runner.Type == ScalarType.BFloat16 ? sizeof(short) : sizeof(float);
        var atMost = _options.BatchSize ?? Math.Max(1, CachedBytes / (input.LargestMap * bytesPerNumber));

        // Pieces of one size where that is possible: each size has its own layout of the weights.
        var count = (images + atMost - 1) / atMost;
        var size = (images + count - 1) / count;

        // Before the first piece: small results between the maps of two pieces would keep the freed maps from being used again.
        var result = empty([images, .. input.Output], dtype: float32);
        try
        {
            for (var start = 0L; start < images; start += size)
            {
                var length = Math.Min(size, images - start);
                using var piece = batch.narrow(0, start, length);
                using var place = result.narrow(0, start, length);
                _runner.Run(piece, place, cancellation);
            }

            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private void Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _running++;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_running > 0 || !_disposed) return;
        }

        _runner.Dispose();
    }
}
