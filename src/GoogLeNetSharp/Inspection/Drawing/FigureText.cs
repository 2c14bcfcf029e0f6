namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>Creates short texts for boxes.</summary>
internal static class FigureText
{
    /// <summary>Describes a layer, for example <c>conv 7×7 /2</c>.</summary>
    public static string Describe(SummaryRow row)
    {
        var type = row.TypeName switch
        {
            nameof(ConvBlock) or "Conv2d" or "Conv1d" or "Conv3d" => "conv",
            "MaxPool2d" or "MaxPool1d" => "max pool",
            "AvgPool2d" or "AvgPool1d" or "AdaptiveAvgPool2d" => "avg pool",
            "Linear" => "linear",
            "Dropout" => "dropout",
            var name => name,
        };
        return row.Window is { } window ? $"{type} {Window(window)}" : type;
    }

    /// <summary>Describes a step of a branch: a convolution by its window and channels, for example <c>3×3, 128</c>. The color shows its
    /// kind.</summary>
    public static string Step(SummaryRow row)
    {
        if (row.Window is not { } window) return Describe(row);
        if (FigureKind.Of(row) == FigureKind.Pool) return $"pool {Window(window)}";
        if (FigureKind.Of(row) != FigureKind.Conv) return Describe(row);
        return row.OutputShape is { Count: >= 3 } shape ? $"{Window(window)}, {shape[^3]}" : Window(window);
    }

    /// <summary>Formats a shape without the batch axis: three numbers for a map, one for features.</summary>
    public static string Shape(IReadOnlyList<long>? shape) => shape switch
    {
        null => "",
        { Count: >= 3 } => string.Join('×', shape.TakeLast(3)),
        { Count: 0 } => "scalar",
        _ => $"{shape[^1]}",
    };

    private static string Window(LayerWindow window)
    {
        var stride = window.Stride.All(step => step == 1) ? "" : window.Stride.All(step => step == window.Stride[0])
            ? $" /{window.Stride[0]}" : $" /{string.Join('×', window.Stride)}";
        return string.Join('×', window.Kernel) + stride;
    }
}
