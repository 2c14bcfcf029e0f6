using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>A symbolic value in the definition of a <see cref="Block"/>: the input or the output of a step. It holds no data.</summary>
/// <remarks>
/// <para><see cref="Block.Define"/> receives the input and returns the output as values; the steps between them are recorded once. Shapes
/// below describe the tensors of a forward pass; a single image has no N.</para>
/// <para>Control flow cannot depend on data: a definition is the same for every input.</para>
/// </remarks>
/// <example><c>protected override Value Define(Value x) => (x.Call(_conv1).Call(_conv2) + x).Relu();</c></example>
public sealed class Value
{
    private readonly ProgramRecorder _recorder;

    internal Value(ProgramRecorder recorder, int index)
    {
        _recorder = recorder;
        Index = index;
    }

    /// <summary>The step that computes the value.</summary>
    internal int Index { get; }

    /// <summary>Calls a layer or a block on the value and returns the module's output.</summary>
    /// <param name="module">A module registered with <see cref="Block.Register"/>, or a child of such a module.</param>
    /// <returns>The module's output.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="module"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The module is not registered; the message shows the missing line of code.</exception>
    public Value Call(nn.IModule<Tensor, Tensor> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return _recorder.Add(new ProgramStep.Call([Index], _recorder.Registered(module), _recorder.PathOf(module)), this);
    }

    /// <summary>Concatenates maps along the channels: N x C1 x H x W, N x C2 x H x W, ... -> N x (C1 + C2 + ...) x H x W.</summary>
    /// <param name="values">One or more maps of the same height and width.</param>
    /// <returns>The concatenation, in the order given.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">No value is given.</exception>
    /// <exception cref="InvalidOperationException">A value belongs to another block.</exception>
    public static Value Concat(params Value[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0) throw new ArgumentException("values: expected one or more, got none.", nameof(values));
        foreach (var value in values) ArgumentNullException.ThrowIfNull(value, nameof(values));
        return values[0]._recorder.Add(new ProgramStep.Concat([.. values.Select(value => value.Index)]), values);
    }

    /// <summary>Adds two values of the same shape, element by element.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">A value of the same shape.</param>
    /// <returns>The sum, of that shape.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The values belong to different blocks.</exception>
    public static Value operator +(Value left, Value right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left._recorder.Add(new ProgramStep.Add([left.Index, right.Index]), left, right);
    }

    /// <summary>Multiplies every element by a constant.</summary>
    /// <param name="value">A value of any shape.</param>
    /// <param name="factor">The constant, a finite number.</param>
    /// <returns>The product, of the same shape.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is not finite.</exception>
    public static Value operator *(Value value, double factor)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!double.IsFinite(factor)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "factor: must be a finite number.");
        return value._recorder.Add(new ProgramStep.Multiply([value.Index], factor), value);
    }

    /// <inheritdoc cref="op_Multiply(Value, double)"/>
    public static Value operator *(double factor, Value value) => value * factor;

    /// <summary>Replaces negative elements by 0.</summary>
    /// <returns>A value of the same shape.</returns>
    public Value Relu() => _recorder.Add(new ProgramStep.Relu([Index]), this);

    /// <summary>Flattens each image's map to features: N x C x H x W -> N x (C * H * W).</summary>
    /// <returns>The features.</returns>
    public Value Flatten() => _recorder.Add(new ProgramStep.Flatten([Index]), this);

    /// <summary>Averages each channel over the map: N x C x H x W -> N x C x 1 x 1.</summary>
    /// <returns>The means.</returns>
    public Value GlobalAvgPool() => _recorder.Add(new ProgramStep.GlobalAvgPool([Index]), this);

    /// <summary>Names the value, which becomes a stage of the block for <see cref="Block.ForwardStages"/>, <see cref="Block.Freeze"/> and
    /// messages.</summary>
    /// <param name="name">A name, unique within the block.</param>
    /// <returns>The same value.</returns>
    /// <exception cref="ArgumentException">The name is empty or already in use.</exception>
    public Value As(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _recorder.Name(this, name);
        return this;
    }

    /// <summary>Scales and shifts each channel by constants. N x C x H x W in and out.</summary>
    internal Value Affine(double[] scale, double[] shift) => _recorder.Add(new ProgramStep.Affine([Index], scale, shift), this);

    /// <summary>Whether the value belongs to the given recording.</summary>
    internal bool IsOf(ProgramRecorder recorder) => ReferenceEquals(_recorder, recorder);

    /// <summary>The block that defines the value.</summary>
    internal string Owner => _recorder.Owner;
}
