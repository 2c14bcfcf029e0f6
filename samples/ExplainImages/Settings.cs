using System.CommandLine;

namespace GoogLeNetSharp.Samples.ExplainImages;

/// <summary>Settings from the command line.</summary>
/// <param name="Weights">Weights file.</param>
/// <param name="Photo">Image file.</param>
/// <param name="Output">The report.</param>
/// <param name="Classes">Number of classes that Grad-CAM explains.</param>
/// <param name="Layer">Stage for Grad-CAM, or null for the last map larger than one pixel.</param>
/// <param name="Quick">Whether to skip occlusion and integrated gradients.</param>
/// <param name="Pictures">Folder for the pictures as files, or null.</param>
/// <param name="Labels">Text file with the class names, or null.</param>
/// <param name="Preset">Preset of a network that the weights file does not describe, or null.</param>
internal sealed record Settings(
    string Weights, string Photo, string Output, int Classes, string? Layer, bool Quick, string? Pictures, string? Labels,
    GoogLeNetPreset? Preset)
{
    private static readonly Argument<string> WeightsArgument = new("weights")
    {
        Description = "Weights file; files not saved by SaveWeights also need --preset",
    };

    private static readonly Argument<string> PhotoArgument = new("photo") { Description = "Image file (JPEG, PNG, WebP, BMP and others)" };

    private static readonly Option<string> OutputOption = new("--output")
    {
        Description = "The report, an HTML page",
        DefaultValueFactory = _ => "explanation.html",
    };

    private static readonly Option<int> ClassesOption = new("--classes")
    {
        Description = "Number of most probable classes to explain with Grad-CAM, 1 to 20",
        DefaultValueFactory = _ => 3,
    };

    private static readonly Option<string?> LayerOption = new("--layer")
    {
        Description = "Stage for Grad-CAM [default: the last map larger than one pixel]",
    };

    private static readonly Option<bool> QuickOption = new("--quick") { Description = "Skip occlusion and integrated gradients" };

    private static readonly Option<string?> PicturesOption = new("--pictures")
    {
        Description = "Folder for each picture as an SVG file, in addition to the page",
    };

    private static readonly Option<string?> LabelsOption = new("--labels")
    {
        Description = "Text file with one class name a line; replaces the names in the weights file",
    };

    private static readonly Option<GoogLeNetPreset?> PresetOption = new("--preset")
    {
        Description = "Network of a weights file without a description: TorchVision for the published googlenet-1378be20.pth",
    };

    /// <summary>Creates the command, which calls <paramref name="run"/> and supports <c>--help</c>.</summary>
    public static RootCommand Command(Func<Settings, CancellationToken, int> run)
    {
        var command = new RootCommand("Writes a page that shows what a network sees in a photo: classes, heat maps, maps of every stage.")
        {
            WeightsArgument, PhotoArgument, OutputOption, ClassesOption, LayerOption, QuickOption, PicturesOption, LabelsOption,
                PresetOption,
        };
        ClassesOption.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var count) && count is >= 1 and <= 20))
                result.AddError($"--classes: expected a whole number from 1 to 20, got '{token.Value}'.");
        });
        command.SetAction((result, cancellation) => Task.FromResult(run(
            new Settings(
                result.GetRequiredValue(WeightsArgument),
                result.GetRequiredValue(PhotoArgument),
                result.GetValue(OutputOption)!,
                result.GetValue(ClassesOption),
                result.GetValue(LayerOption),
                result.GetValue(QuickOption),
                result.GetValue(PicturesOption),
                result.GetValue(LabelsOption),
                result.GetValue(PresetOption)),
            cancellation)));
        return command;
    }
}
