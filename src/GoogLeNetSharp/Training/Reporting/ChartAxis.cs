using System.Globalization;

namespace GoogLeNetSharp.Training;

/// <summary>A linear or logarithmic axis of a chart.</summary>
/// <param name="Title">Title of the axis.</param>
/// <param name="Low">The number at the start.</param>
/// <param name="High">The number at the end, above <paramref name="Low"/>.</param>
/// <param name="Ticks">Labelled numbers.</param>
/// <param name="Logarithmic">Whether the axis is logarithmic.</param>
internal sealed record ChartAxis(string Title, double Low, double High, IReadOnlyList<double> Ticks, bool Logarithmic)
{
    private const int Intervals = 5;        // approximate number
    private const int MostPowers = 8;

    /// <summary>Creates a linear axis that starts and ends at round numbers.</summary>
    public static ChartAxis Even(string title, IEnumerable<double> values, double? low = null, bool whole = false)
    {
        var (smallest, largest) = Range(values);
        smallest = low ?? smallest;
        var step = Round((largest - smallest) / Intervals);
        if (whole) step = Math.Max(1, Math.Ceiling(step));
        if (step <= 0) step = whole ? 1 : Round(Math.Max(Math.Abs(largest), 1e-12) / Intervals);
        var (first, last) = (Math.Floor((smallest / step) + 1e-9), Math.Ceiling((largest / step) - 1e-9));
        if (whole) (first, last) = (smallest / step, Math.Max(largest, smallest + 1) / step);
        else if (last <= first) last = first + 1;
        var ticks = Enumerable.Range(0, (int)Math.Floor(last + 1e-9) - (int)Math.Ceiling(first - 1e-9) + 1)
            .Select(i => (Math.Ceiling(first - 1e-9) + i) * step);
        return new ChartAxis(title, first * step, last * step, [.. ticks], Logarithmic: false);
    }

    /// <summary>Creates a logarithmic axis from the smallest number, above 0, to the largest.</summary>
    public static ChartAxis Powers(string title, IEnumerable<double> values)
    {
        var (low, high) = Range(values);
        if (high <= low) (low, high) = (low / 10, low * 10);
        var (first, last) = ((int)Math.Ceiling(Math.Log10(low) - 1e-9), (int)Math.Floor(Math.Log10(high) + 1e-9));
        var step = Math.Max(1, (int)Math.Ceiling((last - first + 1) / (double)MostPowers));
        var ticks = Enumerable.Range(0, Math.Max(0, ((last - first) / step) + 1)).Select(i => Math.Pow(10, first + (i * step)));
        return new ChartAxis(title, low, high, last < first ? [low, high] : [.. ticks], Logarithmic: true);
    }

    /// <summary>Gets the position of a number, from 0 at the start to 1 at the end, clamped.</summary>
    public double Share(double value)
    {
        var share = Logarithmic ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);
        return Math.Clamp(share, 0, 1);
    }

    /// <summary>Formats a number of <see cref="Ticks"/>, with equal decimals on linear axes.</summary>
    public string TickText(double tick) => Text(tick, Logarithmic ? tick : Math.Max(Math.Abs(Low), Math.Abs(High)));

    /// <summary>Formats a number for a chart.</summary>
    public static string Text(double value) => Text(value, value);

    private static string Text(double value, double size) => value != 0 && (Math.Abs(size) < 1e-3 || Math.Abs(size) >= 1e6)
        ? value.ToString("0.##e-0", CultureInfo.InvariantCulture) : value.ToString("0.#####", CultureInfo.InvariantCulture);

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty().ToArray();
        return (finite.Min(), finite.Max());
    }

    // rounds up to 1, 2 or 5 times a power of ten
    private static double Round(double value)
    {
        if (value <= 0) return 0;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(step => step >= value * (1 - 1e-9));
    }
}
