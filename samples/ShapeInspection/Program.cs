using System.Diagnostics;
using System.Globalization;
using GoogLeNetSharp.Samples;
using GoogLeNetSharp.Samples.ShapeInspection;

return await ModuleCommand.RunAsync(Settings.Command(Show), args);

static int Show(Settings settings)
{
    var clock = Stopwatch.StartNew();
    if (settings.MapSizes is not null) MapSizes.Draw(settings.Size ?? 32, settings.MapSizes);
    else if (settings.Network is null) new Tour(ModuleCommand.Console(), settings).Show();
    else new Report(settings, settings.Network).Write();

    // JSON, HTML and Markdown on the output stream are for other programs, so nothing else is written there
    var chatter = settings is { Output: null, Format: not SummaryFormat.Text } ? Console.Error : Console.Out;
    if (settings.Output is not null) chatter.WriteLine($"Written to {settings.Output} as {settings.Format}.");
    if (settings.MapSizes is not null) chatter.WriteLine($"Written to {settings.MapSizes} as {SummaryFormat.Svg}.");
    chatter.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Done in {clock.Elapsed.TotalSeconds:0.0} s."));
    return 0;
}
