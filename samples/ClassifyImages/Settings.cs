using System.CommandLine;

namespace GoogLeNetSharp.Samples.ClassifyImages;

/// <summary>What the command line asks for.</summary>
/// <param name="Weights">The weights file.</param>
/// <param name="Images">The image files.</param>
/// <param name="Top">Classes to show for each image.</param>
/// <param name="Labels">A text file with the names of the classes, or null.</param>
/// <param name="Preset">The network's preset where the weights file does not say it, or null.</param>
/// <param name="TransformInput">Whether images are put through torchvision's <c>transform_input</c>; null where the weights file or the preset decides.</param>
internal sealed record Settings(string Weights, string[] Images, int Top, string? Labels, GoogLeNetPreset? Preset, bool? TransformInput)
{
    private static readonly Argument<string> WeightsArgument = new("weights")
    {
        Description = "A weights file; one saved by SaveWeights says which network it is, others need --preset",
    };

    private static readonly Argument<string[]> ImagesArgument = new("images")
    {
        Description = "Image files: JPEG, PNG, WebP, BMP",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<int> TopOption = new("--top") { Description = "Classes to show for each image", DefaultValueFactory = _ => 5 };

    private static readonly Option<string?> LabelsOption = new("--labels") { Description = "A text file with one class name a line; goes before those in the weights file" };

    private static readonly Option<GoogLeNetPreset?> PresetOption = new("--preset")
    {
        Description = "The network of a weights file that does not say it: TorchVision for the published googlenet-1378be20.pth",
    };

    private static readonly Option<bool?> TransformInputOption = new("--transform-input")
    {
        Description = "With --preset: whether images are put through torchvision's transform_input; on for TorchVision unless the weights file says otherwise",
    };

    /// <summary>The command, with <paramref name="run"/> behind it; <c>--help</c> comes with it.</summary>
    public static RootCommand Command(Func<Settings, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand(
            """
            Says what images show.

            Exit code: 0 all images classified; 1 some could not be read (they are named, the others are classified); 2 bad usage or weights.
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
