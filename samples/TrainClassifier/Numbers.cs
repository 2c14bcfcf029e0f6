using System.CommandLine;
using System.Globalization;

namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>Creates options with numbers within a range.</summary>
internal static class Numbers
{
    public static Option<int?> Whole(string name, int smallest, int largest, string description) => new(name)
    {
        Description = description,
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= smallest && number <= largest) return number;
            argument.AddError($"{name}: expected a whole number from {smallest} to {largest}, got '{text}'.");
            return null;
        },
    };

    public static Option<double?> Real(string name, double smallest, double largest, string description, bool zero = true) => new(name)
    {
        Description = description,
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            var isNumber = double.TryParse(text, CultureInfo.InvariantCulture, out var number);
            if (isNumber && number >= smallest && number <= largest && (zero || number > 0)) return number;
            var range = string.Create(CultureInfo.InvariantCulture, $"{(zero ? "from" : "above")} {smallest} to {largest}");
            argument.AddError($"{name}: expected a number {range}, got '{text}'.");
            return null;
        },
    };
}
