using System.Text;
using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Training;

/// <summary>A report of a training as a self-contained HTML page: curves, confusion matrix, metrics by class, misclassified images and
/// settings.</summary>
/// <param name="Result">The result. Without a validation set, the parts about validation are omitted.</param>
/// <param name="Options">The settings, usually <see cref="Trainer.Options"/>.</param>
/// <example><c>new TrainingReport(result, trainer.Options) { Classes = training.Classes, Misjudged = trainer.FindMisjudged(validation)
/// }.Save("report.html")</c></example>
public sealed record TrainingReport(TrainingResult Result, TrainerOptions Options)
{
    /// <summary>Gets the heading.</summary>
    public string Title { get; init; } = "Training";

    /// <summary>Gets the class names, one for each class, or null for indices.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Gets the misclassified images to show, usually from <see cref="Trainer.FindMisjudged"/>.</summary>
    public IReadOnlyList<MisjudgedImage> Misjudged { get; init; } = [];

    /// <summary>Gets further facts by name, such as network, data and command, listed above the settings.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>Returns the page.</summary>
    /// <exception cref="ArgumentException">The number of <see cref="Classes"/> is not the number of classes.</exception>
    public string ToHtml() => TrainingPage.Write(this);

    /// <summary>Writes the page to a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The number of <see cref="Classes"/> is not the number of classes.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var page = Encoding.UTF8.GetBytes(ToHtml());
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>Returns the title and the result in one line.</summary>
    public override string ToString() => $"{Title}: {Result}";
}
