using System.Globalization;
using GoogLeNetSharp.Samples;
using GoogLeNetSharp.Samples.ExplainImages;
using Spectre.Console;

return await ModuleCommand.RunAsync(Settings.Command(Explain), args);

static int Explain(Settings settings, CancellationToken cancellationToken)
{
    var console = ModuleCommand.Console();
    RequireFolder(settings.Output);
    using var subject = Subject.Open(settings);
    var page = new Explainer(settings, subject).Run(console, cancellationToken);
    File.WriteAllText(settings.Output, page);
    var size = string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(settings.Output).Length / 1e6:0.0} MB");
    console.WriteLine($"Written to {settings.Output}: {size}, a self-contained file.");
    return 0;
}

// checked now rather than after minutes of work
static void RequireFolder(string file)
{
    var folder = Path.GetDirectoryName(Path.GetFullPath(file));
    if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"--output: there is no folder {folder}.");
}
