using System.Diagnostics;
using System.Globalization;
using GoogLeNetSharp.Samples.ShapeInspection;
using Spectre.Console;

const int BadUsage = 2;

var parsed = Settings.Command(Run).Parse(args);
if (parsed.Errors.Count == 0) return parsed.Invoke();
Console.Error.WriteLine(parsed.Errors[0].Message);
return BadUsage;

static int Run(Settings settings)
{
    var clock = Stopwatch.StartNew();
    try
    {
        new Report(AnsiConsole.Console, settings).Show();
    }
    catch (ArgumentException error)
    {
        Console.Error.WriteLine(error.Message);
        return BadUsage;
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Done in {clock.Elapsed.TotalSeconds:0.0} s."));
    return 0;
}
