using System.Globalization;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference;
using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Compares a graph with the module it was lowered from.</summary>
public static class GraphVerification
{
    /// <summary>Runs a graph and a module on an example and compares their outputs, to test an <see cref="ILowerable"/> or a
    /// rule.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="module">The module. It is run in evaluation mode without gradients; its modes are restored.</param>
    /// <param name="example">An input of the module, with or without batch axis.</param>
    /// <param name="tolerance">Largest allowed difference, relative to the largest magnitude of the module's output; above 0.</param>
    /// <returns>The largest relative difference.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tolerance"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">The graph does not accept the example.</exception>
    /// <exception cref="InvalidOperationException">The outputs differ, in shape or by more than the tolerance.</exception>
    public static double VerifyAgainst(this InferenceGraph graph, nn.Module<Tensor, Tensor> module, Tensor example, double tolerance = 1e-4)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(example);
        if (tolerance is not (> 0 and < double.PositiveInfinity))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "tolerance: must be above 0.");
        }
        using var noGrad = no_grad();
        ConvolutionCheck.Ensure();
        using var compiled = new InferenceModel(graph);
        using var actual = compiled.Predict(example);
        using var expected = RunInEvaluationMode(module, example);
        if (!actual.shape.AsSpan().SequenceEqual(expected.shape))
        {
            throw new InvalidOperationException(
                $"The graph of {graph.Name} returns {ImageInput.Text(actual.shape)}, the module {ImageInput.Text(expected.shape)}.");
        }

        var difference = Difference(actual, expected);
        if (difference <= tolerance) return difference;
        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
            $"The graph of {graph.Name} differs from the module by {difference:0.0e0} of the largest magnitude; at most "
            + $"{tolerance:0.0e0} is allowed."));
    }

    private static Tensor RunInEvaluationMode(nn.Module<Tensor, Tensor> module, Tensor example)
    {
        (nn.Module Module, bool Training)[] modes = [.. module.modules().Prepend(module).Select(child => (child, child.training))];
        module.eval();
        try
        {
            using var output = module.call(example);
            using var cpu = output.cpu();
            return cpu.to(ScalarType.Float64);
        }
        finally
        {
            foreach (var (child, training) in modes) child.train(training);     // parents before children
        }
    }

    // a not-a-number in only one output exceeds any tolerance
    private static double Difference(Tensor actual, Tensor expected)
    {
        if (expected.numel() == 0) return 0;
        using var wide = actual.to(ScalarType.Float64);
        using var signed = wide - expected;
        using var difference = signed.abs();
        using var furthest = difference.max();
        using var magnitude = expected.abs();
        using var largest = magnitude.max();
        return furthest.item<double>() / Math.Max(largest.item<double>(), double.Epsilon);
    }
}
