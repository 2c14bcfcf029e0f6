using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>The optimizer's state as named tensors, by PyTorch's names: <c>momentum_buffer</c>; <c>step</c>, <c>exp_avg</c>, <c>exp_avg_sq</c>.</summary>
internal static class OptimizerTensors
{
    /// <summary>The state, without copies: a view to save from. Step counters are new tensors, given to the current dispose scope.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Read(TrainingStep step)
    {
        foreach (var (name, _, state) in States(step))
        {
            switch (state)
            {
                case SGD.State { momentum_buffer: { } momentum }:
                    yield return ($"{name}.momentum_buffer", momentum);
                    break;
                case AdamW.State adam:
                    yield return ($"{name}.step", tensor(adam.step));
                    yield return ($"{name}.exp_avg", adam.exp_avg);
                    yield return ($"{name}.exp_avg_sq", adam.exp_avg_sq);
                    break;
            }
        }
    }

    /// <summary>Puts back what <see cref="Read"/> gave.</summary>
    /// <param name="step">Holds an optimizer of the same kind and parameters.</param>
    /// <param name="take">Fills a tensor with what was saved by a name; false where nothing was.</param>
    public static void Restore(TrainingStep step, Func<string, Tensor, bool> take)
    {
        foreach (var (name, parameter, state) in States(step))
        {
            switch (state)
            {
                case SGD.State sgd:
                    using (no_grad())
                    {
                        var momentum = zeros_like(parameter).DetachFromDisposeScope();      // the parameter's strides too
                        if (take($"{name}.momentum_buffer", momentum)) sgd.momentum_buffer = momentum;
                        else momentum.Dispose();
                    }

                    break;
                case AdamW.State adam:
                    using (var counter = tensor(0L))
                    {
                        if (!take($"{name}.step", counter)) break;
                        adam.step = counter.item<long>();
                    }

                    take($"{name}.exp_avg", adam.exp_avg);
                    take($"{name}.exp_avg_sq", adam.exp_avg_sq);
                    break;
            }
        }
    }

    private static IEnumerable<(string Name, Parameter Parameter, OptimizerState State)> States(TrainingStep step) =>
        step.Parameters.Zip(step.Optimizer.state_dict().State, (entry, state) => (entry.Name, entry.Parameter, state));
}
