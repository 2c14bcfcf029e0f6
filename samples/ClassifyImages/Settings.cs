using System.CommandLine;

namespace GoogLeNetSharp.Samples.ClassifyImages;

/// <summary>Settings from the command line.</summary>
/// <param name="Weights">Weights file.</param>
/// <param name="Images">Image files and folders.</param>
/// <param name="Top">Number of classes shown per image.</param>
/// <param name="Labels">Text file with the class names, or null.</param>
/// <param name="Preset">Preset of a network that the weights file does not describe, or null.</param>
/// <param name="TransformInput">Whether to apply torchvision's <c>transform_input</c>; null to use the weights file or the preset.</param>
internal sealed record Settings(
    string Weights, string[] Images, int Top, string? Labels, GoogLeNetPreset? Preset, bool? TransformInput)
{
    private static readonly Argument<string> WeightsArgument = new("weights")
    {
        Description = "Weights file; files not saved by SaveWeights also need --preset",
    };

    private static readonly Argument<string[]> ImagesArgument = new("images")
    {
        Description = "Image files (JPEG, PNG, WebP, BMP and others) or folders",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<int> TopOption =
        new("--top") { Description = "Number of classes shown per image", DefaultValueFactory = _ => 5 };

    private static readonly Option<string?> LabelsOption = new("--labels")
    {
        Description = "Text file with one class name a line; replaces the names in the weights file",
    };

    private static readonly Option<GoogLeNetPreset?> PresetOption = new("--preset")
    {
        Description = "Network of a weights file without a description: TorchVision for the published googlenet-1378be20.pth",
    };

    private static readonly Option<bool?> TransformInputOption = new("--transform-input")
    {
        Description =
            "With --preset: whether to apply torchvision's transform_input [default: true for TorchVision unless set in the weights file]",
    };

    /// <summary>Creates the command, which calls <paramref name="run"/> and supports <c>--help</c>.</summary>
    public static RootCommand Command(Func<Settings, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand(
            """
            Classifies images.

            Exit code: 0 if all images are classified; 1 if not, with the reason on the error stream.
            Unreadable images are named there; the others are classified.
            """) { WeightsArgument, ImagesArgument, TopOption, LabelsOption, PresetOption, TransformInputOption };
        TopOption.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var top) && top >= 1))
                result.AddError($"--top: expected a whole number from 1, got '{token.Value}'.");
        });
        command.SetAction((result, cancellation) => run(
            new Settings(
                result.GetRequiredValue(WeightsArgument),
                result.GetRequiredValue(ImagesArgument),
                result.GetValue(TopOption),
                result.GetValue(LabelsOption),
                result.GetValue(PresetOption),
                result.GetValue(TransformInputOption)),
            cancellation));
        return command;
    }
}
