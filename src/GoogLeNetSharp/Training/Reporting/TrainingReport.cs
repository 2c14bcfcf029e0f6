using System.Text;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Training;

/// <summary>A training as one HTML page that needs nothing but itself: curves, confusion matrix, classes, the images it got most wrong, and
/// settings.</summary>
/// <param name="Result">What the training came to. What it has no validation for is left out.</param>
/// <param name="Options">The settings: <see cref="Trainer.Options"/>.</param>
/// <example><c>new TrainingReport(result, trainer.Options) { Classes = training.Classes, Misjudged = trainer.FindMisjudged(validation)
/// }.Save("report.html")</c></example>
public sealed record TrainingReport(TrainingResult Result, TrainerOptions Options)
{
    /// <summary>The heading.</summary>
    public string Title { get; init; } = "Training";

    /// <summary>Names of the classes, one for each, or null for their numbers.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Images that the network takes for other classes, as <see cref="Trainer.FindMisjudged"/> finds them.</summary>
    public IReadOnlyList<MisjudgedImage> Misjudged { get; init; } = [];

    /// <summary>What stands above the settings, such as network, data and command, each with its name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>The page.</summary>
    /// <exception cref="ArgumentException"><see cref="Classes"/> has not one name for each class.</exception>
    public string ToHtml() => TrainingPage.Write(this);

    /// <summary>Writes the page to a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException"><see cref="Classes"/> has not one name for each class.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var page = Encoding.UTF8.GetBytes(ToHtml());
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The title and the result in one line.</summary>
    public override string ToString() => $"{Title}: {Result}";
}
