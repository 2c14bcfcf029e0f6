namespace GoogLeNetSharp.Graphs;

/// <summary>
/// Checks the settings of nodes when they are made, so that neither a kernel nor an exported file meets one that is undefined. The limits
/// are libtorch's, which checks most of them at the first image only.
/// </summary>
internal static class NodeSettings
{
    // libtorch's pools count in 32 bits. The sums and products of two such numbers fit into 64.
    private const long Largest = int.MaxValue;

    public static (long Height, long Width) Positive((long Height, long Width) value, string setting) => InRange(value, 1, setting);

    public static (long Height, long Width) NotNegative((long Height, long Width) value, string setting) => InRange(value, 0, setting);

    public static long Positive(long value, string setting) =>
        value is >= 1 and <= Largest ? value : throw Error(setting, $"{value}", $"1 to {Largest} is supported");

    public static long NotNegative(long value, string setting) =>
        value is >= 0 and <= Largest ? value : throw Error(setting, $"{value}", $"0 to {Largest} is supported");

    /// <summary>A number that ONNX's float32 attributes hold.</summary>
    public static double Finite(double value, string setting) =>
        Math.Abs(value) <= float.MaxValue ? value : throw Error(setting, Text(value), "a finite float32 number is supported");

    public static double Number(double value, string setting) =>
        double.IsNaN(value) ? throw Error(setting, Text(value), "a number is supported") : value;

    public static double Epsilon(double value) =>
        value is >= 0 and <= float.MaxValue ? value : throw Error("eps", Text(value), "a finite float32 number of 0 or more is supported");

    public static double Probability(double value) =>
        value is >= 0 and <= 1 ? value : throw Error("probability", Text(value), "0 to 1 is supported");

    /// <summary>The window of a pool: each position has a pixel of the map at its centre, or, where the paddings differ, one at
    /// all.</summary>
    public static Window2d Pool(Window2d window)
    {
        var (kernel, padding) = (window.KernelSize, window.Padding);
        if (window.EndPadding is { } end)
        {
            var (height, width) = (Math.Max(padding.Height, end.Height), Math.Max(padding.Width, end.Width));
            if (height < kernel.Height && width < kernel.Width) return window;
            throw new UnsupportedSettingException($"its window is {window}, and padding must be less than the kernel size");
        }

        if (2 * padding.Height <= kernel.Height && 2 * padding.Width <= kernel.Width) return window;
        throw new UnsupportedSettingException($"its window is {window}, and a pool's padding can be at most half of its kernel size");
    }

    /// <summary>The window of an average pool, which has no dilation.</summary>
    public static Window2d AveragePool(Window2d window) =>
        window.Dilation == (1, 1) ? Pool(window) : throw Error("dilation", Text(window.Dilation), "1 is supported");

    /// <summary>A convolution's groups, which both channel counts are multiples of; its weight is K x C / groups x kernel.</summary>
    public static long Groups(long groups, Weight weight, Window2d window)
    {
        Shape(weight, "weight", [Any, Any, window.KernelSize.Height, window.KernelSize.Width]);
        Positive(groups, "number of groups");
        if (weight.Shape[0] % groups == 0) return groups;
        throw Error("number of groups", $"{groups}", $"a divisor of its {weight.Shape[0]} output channels is supported");
    }

    /// <summary>The expected length of an axis that can have any, but is not empty.</summary>
    public const long Any = -1;

    /// <summary>A weight of that shape.</summary>
    public static void Shape(Weight weight, string setting, params IReadOnlyList<long> expected)
    {
        var shape = weight.Shape;
        var fits = shape.Count == expected.Count
            && shape.Zip(expected).All(side => side.Second == Any ? side.First >= 1 : side.First == side.Second);
        if (fits) return;
        var sides = string.Join(", ", expected.Select(side => side == Any ? "1 or more" : $"{side}"));
        throw new UnsupportedSettingException($"its {setting} has {ShapeText.Of(shape)}, only [{sides}] is supported");
    }

    /// <summary>Height x width, or one number where both are the same.</summary>
    public static string Text((long Height, long Width) pair) =>
        pair.Height == pair.Width ? $"{pair.Height}" : $"{pair.Height}x{pair.Width}";

    private static (long Height, long Width) InRange((long Height, long Width) value, long smallest, string setting)
    {
        var fits = value.Height >= smallest && value.Height <= Largest && value.Width >= smallest && value.Width <= Largest;
        return fits ? value : throw Error(setting, Text(value), $"{smallest} to {Largest} is supported");
    }

    private static string Text(double value) => FormattableString.Invariant($"{value}");

    private static UnsupportedSettingException Error(string setting, string value, string allowed) =>
        new($"its {setting} is {value}, only {allowed}");
}
