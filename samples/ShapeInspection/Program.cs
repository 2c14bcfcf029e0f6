using System.Diagnostics;
using System.Globalization;
using GoogLeNetSharp.Inspection;
using GoogLeNetSharp.Samples.ShapeInspection;
using GoogLeNetSharp.Weights;
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
        if (settings.Preset is null) new Tour(AnsiConsole.Console, settings).Show();
        else new Report(settings, settings.Preset).Write();
    }
    catch (SummaryException error)
    {
        // The network refused the image: its own sentence says what it takes.
        Console.Error.WriteLine((error.InnerException ?? error).Message.Split('\n')[0]);
        return BadUsage;
    }
    catch (Exception error) when (error is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException or WeightsMismatchException)
    {
        Console.Error.WriteLine(error.Message.Split('\n')[0]);
        return BadUsage;
    }

    // JSON and HTML on the console are for another program: nothing else goes there.
    var chatter = settings is { Output: null, Format: not SummaryFormat.Text } ? Console.Error : Console.Out;
    chatter.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Done in {clock.Elapsed.TotalSeconds:0.0} s."));
    return 0;
}
