using System.Globalization;

namespace GoogLeNetSharp.Inspection;

/// <summary>Numbers, shapes and bytes as every text of a summary shows them: in the invariant culture, with thousands separators.</summary>
internal static class SummaryFormat
{
    /// <summary>What stands for nothing.</summary>
    public const string Nothing = "-";

    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number, or a dash for 0: most cells of a table are 0, and a dash reads as such.</summary>
    public static string Cell(long number) => number == 0 ? Nothing : Number(number);

    public static string Shape(IReadOnlyList<long>? shape) => shape switch
    {
        null => Nothing,
        { Count: 0 } => "scalar",
        _ => string.Join(" x ", shape),
    };

    /// <summary>Bytes to three digits, 1 kB being 1,000 bytes.</summary>
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
