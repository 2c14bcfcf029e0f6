namespace GoogLeNetSharp.Explaining;

/// <summary>A perceptually uniform color map for numbers from 0 to 1: equal steps in value are equal steps in lightness.</summary>
public sealed class ColorMap
{
    // Polynomials of degree 6 fitted to matplotlib's table, which is in the public domain (CC0), channel by channel.
    private static readonly double[][] ViridisFit =
    [
        [0.2777273272, 0.1050930431, -0.3308618287, -4.6342304990, 6.2282699363, 4.7763849977, -5.4354558559],
        [0.0054073445, 1.4046135299, 0.2148475595, -5.7991009734, 14.1799333668, -13.7451453777, 4.6458526122],
        [0.3340998053, 1.3845901626, 0.0950951630, -19.3324409563, 56.6905526007, -65.3530326334, 26.3124352496],
    ];

    private readonly (byte Red, byte Green, byte Blue)[] _colors = new (byte, byte, byte)[256];

    private ColorMap(string name, Func<double, (double Red, double Green, double Blue)> color)
    {
        Name = name;
        for (var i = 0; i < _colors.Length; i++)
        {
            var (red, green, blue) = color(i / 255.0);
            _colors[i] = (Byte(red), Byte(green), Byte(blue));
        }

        static byte Byte(double value) => (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
    }

    /// <summary>matplotlib's viridis: dark violet, green, yellow. Readable with color blindness and in print.</summary>
    public static ColorMap Viridis { get; } = new("viridis", x => (Fit(0, x), Fit(1, x), Fit(2, x)));

    /// <summary>Black to white.</summary>
    public static ColorMap Gray { get; } = new("gray", x => (x, x, x));

    /// <summary>The map's name.</summary>
    public string Name { get; }

    /// <summary>Gets the color of a number.</summary>
    /// <param name="value">The number, clamped to 0 to 1; not-a-number counts as 0.</param>
    /// <returns>Red, green and blue.</returns>
    public (byte Red, byte Green, byte Blue) At(double value) => _colors[value > 0 ? (int)Math.Round(255 * Math.Min(value, 1)) : 0];

    /// <summary>The map's name.</summary>
    public override string ToString() => Name;

    private static double Fit(int channel, double x) => ViridisFit[channel].Reverse().Aggregate(0.0, (sum, factor) => (sum * x) + factor);
}
