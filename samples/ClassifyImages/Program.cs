using GoogLeNetSharp;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Samples;
using GoogLeNetSharp.Samples.ClassifyImages;
using GoogLeNetSharp.Weights;

return await ModuleCommand.RunAsync(Settings.Command(ClassifyAsync), args);

static async Task<int> ClassifyAsync(Settings settings, CancellationToken cancellationToken)
{
    using var acknowledgement = cancellationToken.Register(() => Console.Error.WriteLine("Stopped; the images so far are not shown."));
    string[] files = [.. settings.Images.SelectMany(ImageFiles.Of)];
    using var classifier = Open(settings);
    var report = new Report();
    var unreadable = new List<string>();
    await foreach (var image in classifier.ClassifyFilesAsync(files, cancellationToken))
    {
        if (image.Error is null) report.Add(image);
        else unreadable.Add(image.Error);
    }

    report.Show(ModuleCommand.Console());
    foreach (var error in unreadable) Console.Error.WriteLine(error);
    if (unreadable.Count > 1) Console.Error.WriteLine($"{unreadable.Count} of {files.Length} images could not be read.");
    return unreadable.Count == 0 ? 0 : SampleCommand.Failed;
}

static ImageClassifier Open(Settings settings)
{
    var options = new ImageClassifierOptions
    {
        TopK = settings.Top,
        Labels = settings.Labels is null ? null : Labels.FromFile(settings.Labels),
    };
    if (settings.Preset is not { } preset) return FromFile(settings.Weights, options);

    var network = GoogLeNetOptions.ForWeights(settings.Weights, preset) with { AuxiliaryHeads = false };
    if (options.Labels is not null) network = network with { NumClasses = options.Labels.Count };
    if (settings.TransformInput is { } transform) network = network with { TransformInput = transform };
    using var model = new GoogLeNet(network);
    model.LoadWeights(settings.Weights, new LoadWeightsOptions { OptionalAuxiliaryHeads = true });
    return new ImageClassifier(model, options);
}

static ImageClassifier FromFile(string weights, ImageClassifierOptions options)
{
    try
    {
        return ImageClassifier.FromFile(weights, options);
    }
    catch (ArgumentException error) when (error.ParamName == "path")
    {
        throw new InvalidDataException($"{weights} does not name its network: set it with --preset.", error);
    }
}
