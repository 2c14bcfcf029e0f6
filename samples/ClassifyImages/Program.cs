using GoogLeNetSharp;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Samples.ClassifyImages;
using GoogLeNetSharp.Weights;
using Spectre.Console;

const int AllClassified = 0;
const int SomeUnreadable = 1;
const int BadUsage = 2;

var parsed = Settings.Command(RunAsync).Parse(args);
if (parsed.Errors.Count == 0) return await parsed.InvokeAsync();
foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
return BadUsage;

static async Task<int> RunAsync(Settings settings, CancellationToken cancellation)
{
    try
    {
        using var classifier = Open(settings);
        var report = new Report();
        var unreadable = new List<string>();
        await foreach (var image in classifier.ClassifyFilesAsync(settings.Images, cancellation))
        {
            if (image.Error is null) report.Add(image);
            else unreadable.Add(image.Error);
        }

        report.Show(AnsiConsole.Console);
        foreach (var error in unreadable) Console.Error.WriteLine(error);
        if (unreadable.Count == 0) return AllClassified;
        Console.Error.WriteLine($"{unreadable.Count} of {settings.Images.Length} images could not be read.");
        return SomeUnreadable;
    }
    catch (DllNotFoundException error)
    {
        Console.Error.WriteLine(error.Message);
        return BadUsage;
    }
    catch (Exception error) when (error is ArgumentException or InvalidDataException or WeightsMismatchException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(error.Message);
        if (settings.Preset is null) Console.Error.WriteLine("--preset names the network of a weights file that does not.");
        return BadUsage;
    }
}

static ImageClassifier Open(Settings settings)
{
    var options = new ImageClassifierOptions
    {
        TopK = settings.Top,
        Labels = settings.Labels is null ? null : Labels.FromFile(settings.Labels),
    };
    if (settings.Preset is not { } preset) return ImageClassifier.FromFile(settings.Weights, options);

    var network = GoogLeNetOptions.ForWeights(settings.Weights, preset) with { AuxiliaryHeads = false };
    if (options.Labels is not null) network = network with { NumClasses = options.Labels.Count };
    if (settings.TransformInput is { } transform) network = network with { TransformInput = transform };
    using var model = new GoogLeNet(network);
    model.LoadWeights(settings.Weights, new LoadWeightsOptions { OptionalAuxiliaryHeads = true });
    return new ImageClassifier(model, options);
}
