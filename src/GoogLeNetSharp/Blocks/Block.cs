using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>A module that is defined once: its constructor registers children, and <see cref="Define"/> says what is computed with
/// them.</summary>
/// <remarks>
/// <para>The definition is recorded at first use. The forward pass, shapes, lowering (for compilation and ONNX) and stages by name all read
/// that record.</para>
/// <para>Input N x C x H x W or C x H x W, or N x F or F where a linear layer comes first; a single image gives a single output. Wrong
/// rank, channel count, type, device or size is refused before native code runs. A layer of a type that the library does not know may be
/// called; the shape after it is unknown, and checks stop there.</para>
/// <para>A block computes in its input's type: <c>bfloat16</c> and <c>float16</c> inputs meet float32 weights that are cast for the call,
/// linear layers and parameters stay in float32. Hooks on a Conv2d do not fire in such a call; those on blocks do.</para>
/// <para>Each value is freed after its last use. In evaluation mode, calls from several threads at once are safe.</para>
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

    /// <summary>Makes a block without children.</summary>
    /// <param name="name">The module's name, usually that of the class.</param>
    /// <exception cref="InvalidOperationException">libtorch's convolutions are wrong in this process; the message says what to
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

    /// <summary>The recorded definition, or null where there is none yet or a child has been replaced since.</summary>
    internal Program? RecordedProgram => _program;

    /// <summary>Runs the block.</summary>
    /// <param name="input">N x C x H x W or C x H x W (N x F or F where a linear layer comes first), of a floating type.</param>
    /// <returns>The output, with the batch axis where the input has one.</returns>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size than the block takes, or batch
    /// norm in training gets one value per channel.</exception>
    /// <exception cref="InvalidOperationException">The definition is wrong; the message says how.</exception>
    /// <exception cref="ObjectDisposedException">The block is disposed.</exception>
    public sealed override Tensor forward(Tensor input)
    {
        var program = Program;
        return Run(program.Whole, input, program.Whole.Check(input, this, nameof(input)))[0];
    }

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null) =>
        StateDictOrder.Fill(this, destination, prefix);

    /// <summary>Registers a child, or nothing but takes one away where <paramref name="submodule"/> is null; the definition is recorded
    /// anew at its next use.</summary>
    /// <param name="name">The child's name in the state dictionary.</param>
    /// <param name="submodule">The child.</param>
    public override void register_module(string name, nn.Module submodule)
    {
        base.register_module(name, submodule);
        _program = null;
    }

    /// <summary>Says what the block computes. Called once, and again after a child has been replaced.</summary>
    /// <param name="x">The input: N x C x H x W, or N x F where a linear layer comes first.</param>
    /// <returns>The output.</returns>
    protected abstract Value Define(Value x);

    /// <summary>Registers a child under a name; a child that has the name already is replaced, in its place, and left to the
    /// caller.</summary>
    /// <typeparam name="T">The type of the child.</typeparam>
    /// <param name="name">Its name in the state dictionary; it has no dot.</param>
    /// <param name="child">The child.</param>
    /// <returns>The child.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or has a dot.</exception>
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

    /// <summary>Puts another module in the place of one at any depth, which is left to the caller.</summary>
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
