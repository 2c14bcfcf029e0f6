using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Inference;

/// <summary>Compiling a model for inference.</summary>
public static class InferenceExtensions
{
    /// <summary>Compiles a model, in float32.</summary>
    /// <param name="model">A <see cref="Block"/>, or a Sequential of the layers that <c>InferenceGraph.Lower</c> lists.</param>
    /// <returns>What answers as the model does in evaluation mode, only faster; it keeps nothing of the model.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="NotSupportedException">A module cannot be lowered or has a forward hook; the message has its path.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public static InferenceModel Compile(this nn.Module<Tensor, Tensor> model) => model.Compile(new InferenceOptions());

    /// <summary>Compiles a model: batch norm folded, dropout and auxiliary heads gone, convolutions that read one map merged, channels last.</summary>
    /// <param name="model">A <see cref="Block"/>, or a Sequential of the layers that <c>InferenceGraph.Lower</c> lists.</param>
    /// <param name="options">Precision, batch size, threads.</param>
    /// <returns>What answers as the model does in evaluation mode, only faster; it keeps nothing of the model.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="NotSupportedException">A module cannot be lowered or has a forward hook; the message has its path.</exception>
    /// <exception cref="PlatformNotSupportedException">bfloat16 is asked for and the processor or libtorch does not multiply in it, or
    /// <see cref="InferenceOptions.Threads"/> is set and libtorch's OpenMP library is not found.</exception>
    /// <exception cref="InvalidOperationException">libtorch's convolutions are wrong in this process: <see cref="ConvolutionCheck"/>.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public static InferenceModel Compile(this nn.Module<Tensor, Tensor> model, InferenceOptions options) => model.Compile(options, LoweringRules.None);

    /// <summary>Compiles a model, with rules for modules of types that the library does not know.</summary>
    /// <param name="model">As for <see cref="Compile(nn.Module{Tensor, Tensor}, InferenceOptions)"/>, or a module that the rules describe.</param>
    /// <param name="options">Precision, batch size, threads.</param>
    /// <param name="rules">The rules.</param>
    /// <inheritdoc cref="Compile(nn.Module{Tensor, Tensor}, InferenceOptions)"/>
    public static InferenceModel Compile(this nn.Module<Tensor, Tensor> model, InferenceOptions options, LoweringRules rules)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rules);
        return Compile(InferenceGraph.Lower(model, rules), options);
    }

    /// <summary>Compiles a graph.</summary>
    internal static InferenceModel Compile(InferenceGraph lowered, InferenceOptions options)
    {
        if (options.Threads is not null && !ThreadCount.IsSupported)
        {
            throw new PlatformNotSupportedException(
                "Threads: libtorch's OpenMP library was not found, so the count cannot be set for one call; "
                + "leave Threads null and call torch.set_num_threads.");
        }

        ConvolutionCheck.Ensure();
        var type = TypeFor(options.Precision, options.Precision != InferencePrecision.Float32 && BFloat16Arithmetic.IsWorthwhile);
        var native = options.NativeKernels && NativeKernels.Available;

        var dropped = lowered.DropDropout();
        var folded = dropped.FoldBatchNorm();
        var fused = folded.FuseRelu();
        // The kernels for 1x1 convolutions in float32 write each branch in its place, which saves more than reading the map once for all of them.
        var merged = native && PointwiseConvolution.Supports(type) ? null : fused.MergeSiblingConvolutions();
        return new InferenceModel(new GraphRunner(merged ?? fused, type, native, native && FusedConvolutions.AreRight), options);
    }

    /// <summary>The type to compute in.</summary>
    internal static ScalarType TypeFor(InferencePrecision precision, bool bfloat16IsWorthwhile) => precision switch
    {
        InferencePrecision.Float32 => ScalarType.Float32,
        InferencePrecision.Auto => bfloat16IsWorthwhile ? ScalarType.BFloat16 : ScalarType.Float32,
        _ when bfloat16IsWorthwhile => ScalarType.BFloat16,
        _ => throw new PlatformNotSupportedException(
            "Precision: BFloat16 needs a processor that multiplies it (AVX512-BF16 or AMX-BF16) and a libtorch that does so; in this process, the processor lacks that, "
            + "or oneDNN is switched off or held to older instructions. Float32 runs everywhere, and Auto picks between the two."),
    };
}
