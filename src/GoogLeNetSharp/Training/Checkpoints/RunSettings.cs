using System.Globalization;

namespace GoogLeNetSharp.Training;

/// <summary>The settings that must not change when a training is resumed.</summary>
/// <param name="Optimizer">Kind of optimizer.</param>
/// <param name="BatchSize">Batch size.</param>
/// <param name="AccumulationSteps">Batches per step.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Images">Number of images of the training set.</param>
/// <param name="MovingAverage">Whether a moving average of the weights is kept.</param>
/// <param name="LastBatch">Treatment of images that do not fill a batch.</param>
/// <param name="Order">The order of the images.</param>
/// <param name="Classes">Names of the classes, or null if unknown.</param>
/// <param name="Frozen">Names of the parameters that are not trained; null in files that did not record them.</param>
internal sealed record RunSettings(
    string Optimizer,
    int BatchSize,
    int AccumulationSteps,
    long Seed,
    long Images,
    bool MovingAverage,
    string LastBatch = nameof(Training.LastBatch.Keep),
    string Order = nameof(TrainingOrder.Shuffled),
    IReadOnlyList<string>? Classes = null,
    IReadOnlyList<string>? Frozen = null)
{
    public static RunSettings Of(TrainerOptions options, long images, IReadOnlyList<string>? classes, IEnumerable<string> frozen) => new(
        options.Optimizer.GetType().Name, options.BatchSize, options.AccumulationSteps, options.Seed, images,
        options.MovingAverageDecay is not null,
        options.LastBatch.ToString(), options.Order.Fingerprint, classes, [.. frozen]);

    /// <summary>Describes differences for an error message, or returns null if there are none.</summary>
    public string? Difference(RunSettings now)
    {
        (string Name, object Then, object Now)[] settings =
        [
            (nameof(TrainerOptions.Optimizer), Optimizer, now.Optimizer),
            (nameof(TrainerOptions.BatchSize), BatchSize, now.BatchSize),
            (nameof(TrainerOptions.AccumulationSteps), AccumulationSteps, now.AccumulationSteps),
            (nameof(TrainerOptions.Seed), Seed, now.Seed),
            ("images of the training set", Images, now.Images),
            ("moving average", MovingAverage, now.MovingAverage),
            (nameof(TrainerOptions.LastBatch), LastBatch, now.LastBatch),
            (nameof(TrainerOptions.Order), Order, now.Order),
        ];
        var differences = settings.Where(setting => !setting.Then.Equals(setting.Now))
            .Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.Name} was {setting.Then}, is {setting.Now}"))
            .Concat(ClassDifferences(now)).Concat(FrozenDifferences(now));
        var text = string.Join("; ", differences);
        return text.Length == 0 ? null : text;
    }

    private IEnumerable<string> ClassDifferences(RunSettings now)
    {
        if (Classes is null || now.Classes is null) yield break;
        if (Classes.Count != now.Classes.Count)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"number of classes was {Classes.Count}, is {now.Classes.Count}");
            yield break;
        }

        for (var i = 0; i < Classes.Count; i++)
        {
            if (Classes[i] != now.Classes[i])
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"class {i} was \"{Classes[i]}\", is \"{now.Classes[i]}\"");
            }
        }
    }

    private IEnumerable<string> FrozenDifferences(RunSettings now)
    {
        if (Frozen is null || now.Frozen is null) yield break;
        foreach (var (first, second, text) in new[]
        {
            (now.Frozen, Frozen, "was trained, is frozen"),
            (Frozen, now.Frozen, "was frozen, is trained"),
        })
        {
            var names = first.Except(second).ToArray();
            if (names.Length > 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"\"{names[0]}\"{(names.Length > 1 ? $" (and {names.Length - 1} more)" : "")} {text}");
            }
        }
    }
}
