using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>The optimizer's state as named tensors with PyTorch's names: <c>momentum_buffer</c>; <c>step</c>, <c>exp_avg</c>,
/// <c>exp_avg_sq</c>.</summary>
internal static class OptimizerTensors
{
    private const string Momentum = ".momentum_buffer";
    private const string Step = ".step";
    private const string Average = ".exp_avg";
    private const string SquareAverage = ".exp_avg_sq";

    /// <summary>Gets the state without copying. Step counters are new tensors that belong to the current dispose scope.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Read(TrainingStep step)
    {
        foreach (var (name, _, state) in States(step))
        {
            switch (state)
            {
                case SGD.State { momentum_buffer: { } momentum }:
                    yield return (name + Momentum, momentum);
                    break;
                case AdamW.State adam:
                    yield return (name + Step, tensor(adam.step));
                    yield return (name + Average, adam.exp_avg);
                    yield return (name + SquareAverage, adam.exp_avg_sq);
                    break;
            }
        }
    }

    /// <summary>Describes a mismatch of the saved tensors with these parameters and this optimizer, or returns null.</summary>
    /// <param name="step">The optimizer and its parameters.</param>
    /// <param name="saved">Tensors by name.</param>
    /// <param name="steps">Optimizer steps done.</param>
    public static string? Problem(TrainingStep step, IReadOnlyDictionary<string, Tensor> saved, long steps)
    {
        var known = new HashSet<string>();
        foreach (var (name, parameter, state) in States(step))
        {
            string[] own = state is AdamW.State ? [name + Step, name + Average, name + SquareAverage] : [name + Momentum];
            var present = own.Where(saved.ContainsKey).ToArray();
            if (present.Length > 0 && present.Length < own.Length) return $"{own.Except(present).First()} is missing";
            foreach (var key in present)
            {
                var isCounter = key == name + Step;
                var shape = isCounter ? [] : parameter.shape;
                if (!saved[key].shape.SequenceEqual(shape))
                {
                    return $"{key} has {ImageInput.Text(saved[key].shape)}, expected {ImageInput.Text(shape)}";
                }
                if (isCounter ? saved[key].dtype != ScalarType.Int64 : !saved[key].is_floating_point())
                {
                    return $"{key} has type {saved[key].dtype}";
                }
                if (isCounter && saved[key].item<long>() is var count && (count < 0 || count > steps))
                    return FormattableString.Invariant($"{key} is {count} after {steps} steps");
                known.Add(key);
            }
        }

        return saved.Keys.FirstOrDefault(key => !known.Contains(key)) is { } other ? $"{other} is not of this optimizer" : null;
    }

    /// <summary>Restores a state from <see cref="Read"/> that has passed <see cref="Problem"/>.</summary>
    public static void Restore(TrainingStep step, IReadOnlyDictionary<string, Tensor> saved)
    {
        using var noGradient = no_grad();
        foreach (var (name, parameter, state) in States(step))
        {
            switch (state)
            {
                case SGD.State sgd when saved.TryGetValue(name + Momentum, out var momentum):
                    sgd.momentum_buffer = zeros_like(parameter).DetachFromDisposeScope();      // also copies the parameter's strides
                    sgd.momentum_buffer.copy_(momentum);
                    break;
                case AdamW.State adam when saved.TryGetValue(name + Step, out var counter):
                    adam.step = counter.item<long>();
                    adam.exp_avg.copy_(saved[name + Average]);
                    adam.exp_avg_sq.copy_(saved[name + SquareAverage]);
                    break;
            }
        }
    }

    private static IEnumerable<(string Name, Parameter Parameter, OptimizerState State)> States(TrainingStep step) =>
        step.Parameters.Zip(step.Optimizer.state_dict().State, (entry, state) => (entry.Name, entry.Parameter, state));
}
