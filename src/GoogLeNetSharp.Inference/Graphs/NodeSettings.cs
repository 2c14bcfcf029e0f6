namespace GoogLeNetSharp.Graphs;

/// <summary>
/// Validates the settings of nodes in their constructors, so that kernels and exported files never have undefined settings. The limits are
/// libtorch's, which checks most of them only at the first image.
/// </summary>
internal static class NodeSettings
{
    // libtorch's pools use 32-bit sizes; sums and products of two such numbers fit into 64 bits
    private const long Largest = int.MaxValue;

    public static (long Height, long Width) Positive((long Height, long Width) value, string setting) => InRange(value, 1, setting);

    public static (long Height, long Width) NotNegative((long Height, long Width) value, string setting) => InRange(value, 0, setting);

    public static long Positive(long value, string setting) =>
        value is >= 1 and <= Largest ? value : throw Error(setting, $"{value}", $"1 to {Largest} is supported");

    public static long NotNegative(long value, string setting) =>
        value is >= 0 and <= Largest ? value : throw Error(setting, $"{value}", $"0 to {Largest} is supported");

    /// <summary>Checks a number that ONNX stores as a float32 attribute.</summary>
    public static double Finite(double value, string setting) =>
        Math.Abs(value) <= float.MaxValue ? value : throw Error(setting, Text(value), "a finite float32 number is supported");

    public static double Number(double value, string setting) =>
        double.IsNaN(value) ? throw Error(setting, Text(value), "a number is supported") : value;

    public static double Epsilon(double value) =>
        value is >= 0 and <= float.MaxValue ? value : throw Error("eps", Text(value), "a finite float32 number of 0 or more is supported");

    public static double Probability(double value) =>
        value is >= 0 and <= 1 ? value : throw Error("probability", Text(value), "0 to 1 is supported");

    /// <summary>Checks the window of a pool: the center of each position must be on the map, or, with asymmetric padding, at least one
    /// pixel.</summary>
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

    /// <summary>Checks the window of an average pool, which has no dilation.</summary>
    public static Window2d AveragePool(Window2d window) =>
        window.Dilation == (1, 1) ? Pool(window) : throw Error("dilation", Text(window.Dilation), "1 is supported");

    /// <summary>Checks the groups of a convolution, which divide both channel counts; the weight is K x C / groups x kernel.</summary>
    public static long Groups(long groups, Weight weight, Window2d window)
    {
        Shape(weight, "weight", [Any, Any, window.KernelSize.Height, window.KernelSize.Width]);
        Positive(groups, "number of groups");
        if (weight.Shape[0] % groups == 0) return groups;
        throw Error("number of groups", $"{groups}", $"a divisor of its {weight.Shape[0]} output channels is supported");
    }

    /// <summary>The expected length of an axis that may have any positive length.</summary>
    public const long Any = -1;

    /// <summary>Checks the shape of a weight.</summary>
    public static void Shape(Weight weight, string setting, params IReadOnlyList<long> expected)
    {
        var shape = weight.Shape;
        var fits = shape.Count == expected.Count
            && shape.Zip(expected).All(side => side.Second == Any ? side.First >= 1 : side.First == side.Second);
        if (fits) return;
        var sides = string.Join(", ", expected.Select(side => side == Any ? "1 or more" : $"{side}"));
        throw new UnsupportedSettingException($"its {setting} has {ShapeText.Of(shape)}, only [{sides}] is supported");
    }

    /// <summary>Formats height x width, or one number if both are equal.</summary>
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
