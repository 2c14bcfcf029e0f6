using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>The part of a <see cref="Program"/> from one value to others: the steps to run, and when to free each value.</summary>
internal sealed class Segment
{
    private readonly Program _program;
    private readonly int[] _steps;
    private readonly int[][] _lastUses;         // by position in _steps: the values that no later step reads
    private readonly bool[] _overwrites;        // by position in _steps: whether a ReLU runs in place
    private volatile nn.Module? _withParameters;
    private SegmentShapes? _shapes;

    public Segment(Program program, int from, int[] outputs)
    {
        _program = program;
        From = from;
        Outputs = outputs;
        var needed = new HashSet<int>();
        var open = new Stack<int>(outputs);
        while (open.TryPop(out var value))
        {
            if (value == from || !needed.Add(value)) continue;
            foreach (var input in program.Steps[value].Inputs) open.Push(input);
        }

        _steps = [.. needed.Order()];
        _lastUses =
            [.. _steps.Select(step => Inputs(step).Distinct()
                .Where(value => value != from && !outputs.Contains(value) && LastReader(value) == step).ToArray())];
        _overwrites = [.. _steps.Select((step, i) => program.Steps[step] is ProgramStep.Relu relu
            && _lastUses[i].Contains(relu.Inputs[0]) && program.Steps[relu.Inputs[0]].MayBeOverwritten)];

        int[] Inputs(int step) => program.Steps[step].Inputs;
        int LastReader(int value) => _steps.Last(step => Inputs(step).Contains(value));
    }

    /// <summary>The first value.</summary>
    public int From { get; }

    /// <summary>The output values.</summary>
    public int[] Outputs { get; }

    /// <summary>The steps to run, in order.</summary>
    public IReadOnlyList<int> Steps => _steps;

    /// <summary>Whether a single image must become a batch of one.</summary>
    public bool NeedsBatch => _program.NeedsBatch;

    /// <summary>Whether all steps depend only on the first value, not on earlier values of the block.</summary>
    public bool StartsAtFrom => From == 0 || Array.IndexOf(_steps, 0) < 0;

    /// <summary>Shapes and input checks.</summary>
    public SegmentShapes Shapes
    {
        get
        {
            var shapes = Volatile.Read(ref _shapes);
            if (shapes is not { IsCurrent: true }) Volatile.Write(ref _shapes, shapes = new SegmentShapes(_program, this));
            return shapes;
        }
    }

    /// <summary>Whether the segment computes a value or starts from it.</summary>
    public bool Computes(int value) => value == From || Array.IndexOf(_steps, value) >= 0;

    /// <summary>Validates an input before native code runs.</summary>
    /// <returns>Whether the input lacks the batch axis.</returns>
    /// <exception cref="ObjectDisposedException">The block is disposed.</exception>
    public bool Check(Tensor input, Block block, string argument)
    {
        var parameter = AnyParameter();
        ObjectDisposedException.ThrowIf(parameter is { IsInvalid: true }, block);
        return Shapes.Check(input, parameter, argument);
    }

    /// <summary>Runs the steps on a batch, which is not disposed. Each value is freed after its last use.</summary>
    /// <returns>The outputs; the caller disposes each of them.</returns>
    /// <remarks>Uses no dispose scope, which would also free tensors that a user's hook keeps.</remarks>
    public Tensor[] Run(Tensor batch)
    {
        var values = new Tensor?[_program.Steps.Count];
        values[From] = batch;
        try
        {
            for (var i = 0; i < _steps.Length; i++)
            {
                var step = _program.Steps[_steps[i]];
                values[_steps[i]] = _overwrites[i]
                    ? values[step.Inputs[0]]!.relu_()
                    : step.Compute([.. step.Inputs.Select(input => values[input]!)]);
                foreach (var used in _lastUses[i]) Release(values, used);
            }

            return [.. Outputs.Select((value, i) => IsOwn(values, value, i) ? values[value]! : values[value]!.alias())];
        }
        catch
        {
            for (var value = 0; value < values.Length; value++) Release(values, value);
            throw;
        }
        finally
        {
            values[From] = null;
        }

        bool IsOwn(Tensor?[] values, int value, int position) => !ReferenceEquals(values[value], batch)
            && Outputs.Take(position).All(other => !ReferenceEquals(values[other], values[value]));

        // A module may return its input tensor, which is freed once no value refers to it.
        void Release(Tensor?[] values, int value)
        {
            var tensor = values[value];
            if (ReferenceEquals(tensor, batch)) return;
            values[value] = null;
            if (tensor is not null && Array.TrueForAll(values, other => !ReferenceEquals(other, tensor))) tensor.Dispose();
        }
    }

    // Searched again if disposed, because its module may have been replaced.
    private Tensor? AnyParameter()
    {
        if (_withParameters is { } known && ParameterOf(known) is { IsInvalid: false } parameter) return parameter;
        var modules = _steps.Select(step => _program.Steps[step]).OfType<ProgramStep.Call>()
            .SelectMany(call => call.Module.modules().Prepend(call.Module));
        _withParameters = modules.FirstOrDefault(module => ParameterOf(module) is not null);
        return _withParameters is null ? null : ParameterOf(_withParameters);
    }

    private static Tensor? ParameterOf(nn.Module module) => module switch
    {
        Conv2d conv => conv.weight,
        Linear linear => linear.weight,
        BatchNorm2d { affine: true } norm => norm.weight,
        _ => module.named_parameters(recurse: false).Select(entry => entry.parameter).FirstOrDefault(),
    };
}
