using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.MpiTests;

/// <summary>Compares the weights of two files.</summary>
internal static class Comparison
{
    internal static int Run(string first, string second, double tolerance)
    {
        using var one = StateDictFile.Read(first);
        using var other = StateDictFile.Read(second);
        if (!one.Keys.Order().SequenceEqual(other.Keys.Order())) throw new InvalidOperationException("the files hold other tensors.");
        var (worst, where) = (0.0, "");
        foreach (var (name, tensor) in one)
        {
            using var scope = NewDisposeScope();
            var (left, right) = (tensor.to(ScalarType.Float64), other[name].to(ScalarType.Float64));
            var difference = (left - right).abs().max().item<double>() / Math.Max(left.abs().max().item<double>(), 1e-30);
            if (!(difference <= worst)) (worst, where) = (difference, name);
        }

        Console.WriteLine(FormattableString.Invariant($"largest difference {worst:0.0e+0} ({where}), at most {tolerance:0.0e+0}"));
        return worst <= tolerance ? 0 : 1;     // not-a-number is no difference that is allowed
    }
}
