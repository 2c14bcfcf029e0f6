using System.Text;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Reference;

/// <summary>Weights and images rebuilt from names by the formula at the head of make_reference.py, in PyTorch and here alike.</summary>
internal static class FormulaWeights
{
    public static void Fill(nn.Module module, string salt = "")
    {
        using var noGrad = no_grad();
        foreach (var (name, target) in module.state_dict())
        {
            var shape = target.shape;
            if (name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            {
                target.copy_(zeros_like(target));
                continue;
            }

            var (low, high) = Range(name, shape);
            using var values = Values(salt + name, shape, low, high);
            target.copy_(values);
        }
    }

    public static Tensor Image(params long[] shape) => Values("input", shape, -2, 2);

    public static Tensor Values(string name, long[] shape, double low, double high)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        var seed = Fnv1A64(name);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(low + ((high - low) * ((SplitMix64(seed + (ulong)i) >> 40) / (double)(1 << 24))));
        }
        return tensor(values, shape);
    }

    private static (double Low, double High) Range(string name, long[] shape)
    {
        // A one-dimensional weight is that of a batch norm.
        if (name.EndsWith("running_var", StringComparison.Ordinal)
            || (shape.Length == 1 && name.EndsWith("weight", StringComparison.Ordinal)))
        {
            return (0.5, 1.5);
        }
        var bound = shape.Length switch
        {
            4 => Math.Sqrt(6.0 / (shape[1] * shape[2] * shape[3])),
            2 => Math.Sqrt(3.0 / shape[1]),
            _ => 0.1,
        };
        return (-bound, bound);
    }

    private static ulong Fnv1A64(string text) =>
        Encoding.UTF8.GetBytes(text).Aggregate(0xCBF29CE484222325UL, (hash, value) => (hash ^ value) * 0x100000001B3UL);

    private static ulong SplitMix64(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
