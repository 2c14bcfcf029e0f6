using System.Globalization;

namespace GoogLeNetSharp.Inspection;

/// <summary>Formats numbers, shapes and bytes for all outputs of a summary: invariant culture, thousands separators.</summary>
internal static class SummaryFormat
{
    /// <summary>The placeholder for no value.</summary>
    public const string Nothing = "-";

    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Formats a number, or a dash for 0, since most cells of a table are 0.</summary>
    public static string Cell(long number) => number == 0 ? Nothing : Number(number);

    public static string Shape(IReadOnlyList<long>? shape) => shape switch
    {
        null => Nothing,
        { Count: 0 } => "scalar",
        _ => string.Join(" x ", shape),
    };

    /// <summary>Formats bytes with three digits; 1 kB is 1,000 bytes.</summary>
    public static string Bytes(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 999.5 && unit < Units.Length - 1) (value, unit) = (value / 1000, unit + 1);
        var digits = unit == 0 || value >= 99.95 ? "0" : value >= 9.995 ? "0.0" : "0.00";
        return $"{value.ToString(digits, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    public static string Ratio(long more, long less) =>
        less == 0 ? Nothing : ((double)more / less).ToString("0.00", CultureInfo.InvariantCulture) + "x";
}
