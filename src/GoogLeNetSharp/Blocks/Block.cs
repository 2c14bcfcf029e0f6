using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Base class of modules defined once: the constructor registers children, and <see cref="Define"/> describes the
/// computation.</summary>
/// <remarks>
/// <para>The definition is recorded at first use. The forward pass, shape inference, lowering (for compilation and ONNX) and stage names
/// all use this record.</para>
/// <para>Input N x C x H x W or C x H x W, or N x F or F if the first layer is linear; a single image gives a single output. Inputs of a
/// wrong rank, channel count, type, device or size are rejected before native code runs. Layers of unknown type may be called; the shapes
/// after them are unknown and not checked.</para>
/// <para>A block computes in the type of its input. For <c>bfloat16</c> and <c>float16</c> inputs, float32 weights of convolutions are cast
/// for the call; linear layers and parameters stay in float32. In such a call, hooks on blocks run, but hooks on a Conv2d do not.</para>
/// <para>Each value is freed after its last use. In evaluation mode, a block can be called from several threads at once.</para>
/// </remarks>
/// <example>
/// <code>
/// public sealed class Residual : Block
/// {
///     private readonly ConvBlock _conv1, _conv2;
///
///     public Residual(long channels) : base(nameof(Residual))
///     {
///         _conv1 = Register("conv1", new ConvBlock(channels, channels, kernelSize: 3, padding: 1));
///         _conv2 = Register("conv2", new ConvBlock(channels, channels, kernelSize: 3, padding: 1));
///     }
///
///     protected override Value Define(Value x) => (x.Call(_conv1).Call(_conv2) + x).Relu();
/// }
/// </code>
/// </example>
public abstract partial class Block : nn.Module<Tensor, Tensor>
{
    private readonly Lock _recording = new();
    private volatile Program? _program;

    /// <summary>Initializes a block without children.</summary>
    /// <param name="name">The module's name, usually that of the class.</param>
    /// <exception cref="InvalidOperationException">libtorch's convolutions return wrong results in this process; the message says what to
    /// do.</exception>
    protected Block(string name) : base(name) => ConvolutionCheck.Ensure();

    /// <summary>The recorded definition.</summary>
    internal Program Program
    {
        get
        {
            if (_program is { } recorded) return recorded;
            lock (_recording) return _program ??= ProgramRecorder.Record(this, Define);
        }
    }

    /// <summary>The recorded definition, or null if it has not been recorded since the last change of a child.</summary>
    internal Program? RecordedProgram => _program;

    /// <summary>Runs the block.</summary>
    /// <param name="input">N x C x H x W or C x H x W (N x F or F if the first layer is linear), of a floating type.</param>
    /// <returns>The output, with a batch axis if the input has one.</returns>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size than the block accepts, or batch
    /// norm in training receives only one value per channel.</exception>
    /// <exception cref="InvalidOperationException">The definition is invalid; the message explains why.</exception>
    /// <exception cref="ObjectDisposedException">The block is disposed.</exception>
    public sealed override Tensor forward(Tensor input)
    {
        var program = Program;
        return Run(program.Whole, input, program.Whole.Check(input, this, nameof(input)))[0];
    }

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null) =>
        StateDictOrder.Fill(this, destination, prefix);

    /// <summary>Registers a child, or removes it if <paramref name="submodule"/> is null. The definition is recorded again at its next
    /// use.</summary>
    /// <param name="name">The child's name in the state dictionary.</param>
    /// <param name="submodule">The child.</param>
    public override void register_module(string name, nn.Module submodule)
    {
        base.register_module(name, submodule);
        _program = null;
    }

    /// <summary>Defines the computation of the block. Called once, and again after a child has been replaced.</summary>
    /// <param name="x">The input: N x C x H x W, or N x F if the first layer is linear.</param>
    /// <returns>The output.</returns>
    protected abstract Value Define(Value x);

    /// <summary>Registers a child under a name. An existing child of that name is replaced in the same position and not disposed.</summary>
    /// <typeparam name="T">The type of the child.</typeparam>
    /// <param name="name">The child's name in the state dictionary, without a dot.</param>
    /// <param name="child">The child.</param>
    /// <returns>The child.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or contains a dot.</exception>
    protected T Register<T>(string name, T child)
        where T : nn.Module
    {
        ArgumentNullException.ThrowIfNull(child);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException($"name: must not contain a dot, got \"{name}\".", nameof(name));
        }

        (string Name, nn.Module Module)[] following = [.. named_children().SkipWhile(entry => entry.name != name)];
        foreach (var entry in following) register_module(entry.Name, null!);
        register_module(name, child);
        foreach (var entry in following.Skip(1)) register_module(entry.Name, entry.Module);
        return child;
    }

    /// <summary>Replaces a module at any depth. The old module is not disposed.</summary>
    internal void Replace(nn.Module old, nn.Module replacement)
    {
        var parent = modules().OfType<Block>().Append(this).First(block => block.children().Contains(old));
        parent.Register(parent.named_children().First(entry => entry.module == old).name, replacement);
        _program = null;
    }

    /// <summary>Does nothing: children are registered by name in the constructor, without reflection, so that trimmed programs keep
    /// them.</summary>
    protected sealed override void RegisterComponents()
    {
    }

    private static Tensor[] Run(Segment segment, Tensor input, bool isSingle)
    {
        if (!isSingle || !segment.NeedsBatch) return segment.Run(input);
        using var batch = input.unsqueeze(0);
        var outputs = segment.Run(batch);
        for (var i = 0; i < outputs.Length; i++)
        {
            using var batched = outputs[i];
            outputs[i] = batched.squeeze(0);
        }

        return outputs;
    }
}
