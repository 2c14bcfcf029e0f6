using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Compiles modules for inference and runs compiled models on tensors.</summary>
public static class InferenceExtensions
{
    /// <summary>Compiles a model with default options.</summary>
    /// <param name="model">A <see cref="Block"/>, or a Sequential of the layers that <c>InferenceGraph.Lower</c> lists.</param>
    /// <returns>A compiled model equivalent to the original in evaluation mode; it keeps no reference to it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="NotSupportedException">A module cannot be lowered or has a forward hook; the message has its path.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public static InferenceModel Compile(this nn.Module<Tensor, Tensor> model) => model.Compile(new InferenceOptions());

    /// <summary>Compiles a model to a graph with a copy of its weights, which runs in managed code without libtorch.</summary>
    /// <param name="model">A <see cref="Block"/>, or a Sequential of the layers that <c>InferenceGraph.Lower</c> lists.</param>
    /// <param name="options">Batch size, number of threads, vector width.</param>
    /// <returns>A compiled model equivalent to the original in evaluation mode; it keeps no reference to it.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="NotSupportedException">A module cannot be lowered or has a forward hook; the message has its path.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public static InferenceModel Compile(this nn.Module<Tensor, Tensor> model, InferenceOptions options) =>
        model.Compile(options, LoweringRules.None);

    /// <summary>Compiles a model with rules for modules of unknown types.</summary>
    /// <param name="model">As for <see cref="Compile(nn.Module{Tensor, Tensor}, InferenceOptions)"/>, or a module covered by the
    /// rules.</param>
    /// <param name="options">Batch size, number of threads, vector width.</param>
    /// <param name="rules">The rules.</param>
    /// <inheritdoc cref="Compile(nn.Module{Tensor, Tensor}, InferenceOptions)"/>
    public static InferenceModel Compile(this nn.Module<Tensor, Tensor> model, InferenceOptions options, LoweringRules rules)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rules);
        return new InferenceModel(InferenceGraph.Lower(model, rules), options);
    }

    /// <summary>Runs a batch or one image.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type, on the CPU; N x F or F if the first layer is linear.</param>
    /// <returns>The output in float32: logits, N x classes or classes.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size than the network
    /// accepts.</exception>
    /// <exception cref="ObjectDisposedException">The model or the input is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public static Tensor Predict(this InferenceModel model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var call = model.Enter();
        return Run(model, input, CancellationToken.None);
    }

    /// <summary>Runs a batch or one image on a thread-pool thread.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">As for <see cref="Predict(InferenceModel, Tensor)"/>; the tensor may be disposed as soon as this method
    /// returns.</param>
    /// <param name="cancellationToken">Cancels between steps of the network.</param>
    /// <returns>The result of <see cref="Predict(InferenceModel, Tensor)"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size than the network
    /// accepts.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model or the input is disposed.</exception>
    /// <exception cref="OutOfMemoryException">A map does not fit into memory.</exception>
    public static async Task<Tensor> PredictAsync(this InferenceModel model, Tensor input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        ImageInput.CheckAlive(input, nameof(InferenceModel));
        using var call = model.Enter();
        using var own = input.alias().DetachFromDisposeScope();
        return await Task.Run(() => Run(model, own, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private static unsafe Tensor Run(InferenceModel model, Tensor input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ImageInput.CheckAlive(input, nameof(InferenceModel));
        var shape = input.shape;
        var outputShape = model.OutputShapeOf(shape);
        ImageInput.CheckNumbers(input, CPU, nameof(InferenceModel));
        Tensor? output = null;
        try
        {
            using var detached = input.detach();
            using var converted = detached.to(float32);
            using var dense = converted.contiguous();
            output = empty(outputShape, dtype: float32);
            model.Run(Address(dense), shape, Address(output), cancellationToken);
            return output;
        }
        catch (ExternalException exception) when (exception.Message.Contains("can't allocate memory", StringComparison.Ordinal))
        {
            throw new InsufficientMemoryException($"There is no memory to run InferenceModel on an input of {ImageInput.Text(shape)}.",
                exception);
        }
        catch
        {
            output?.Dispose();
            throw;
        }
    }

    // a span of bytes is limited to 2^31
    private static unsafe float* Address(Tensor dense)
    {
        using var flat = dense.view(-1);
        using var first = flat.narrow(0, 0, 1);
        return (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }
}
