using System.Globalization;

namespace GoogLeNetSharp.Training;

/// <summary>Lists the settings of a training for a report: the main ones always, the others if they differ from their defaults.</summary>
internal static class TrainingSettings
{
    public static IEnumerable<KeyValuePair<string, string>> Of(TrainerOptions options)
    {
        var usual = new TrainerOptions();
        (string Name, object? Value, object? Usual)[] settings =
        [
            (nameof(options.Epochs), options.Epochs, null),
            (nameof(options.BatchSize), options.BatchSize, null),
            (nameof(options.Optimizer), options.Optimizer, null),
            (nameof(options.Schedule), options.Schedule, null),
            (nameof(options.Precision), options.Precision, null),
            (nameof(options.Device), options.Device, null),
            (nameof(options.Seed), options.Seed, null),
            (nameof(options.AccumulationSteps), options.AccumulationSteps, usual.AccumulationSteps),
            (nameof(options.LastBatch), options.LastBatch, usual.LastBatch),
            (nameof(options.Order), options.Order, usual.Order),
            (nameof(options.ParameterGroups), options.ParameterGroups, null),
            (nameof(options.ClipGradientNorm), options.ClipGradientNorm, null),
            (nameof(options.Loss), options.Loss is null ? null : "the caller's", null),
            (nameof(options.LabelSmoothing), options.LabelSmoothing, usual.LabelSmoothing),
            (nameof(options.Mixing), options.Mixing, null),
            (nameof(options.ClassWeights), options.ClassWeights, null),
            (nameof(options.AuxiliaryWeight), options.AuxiliaryWeight, usual.AuxiliaryWeight),
            (nameof(options.MovingAverageDecay), options.MovingAverageDecay, null),
            (nameof(options.Metrics), options.Metrics, null),
            (nameof(options.EarlyStopping), options.EarlyStopping, null),
            (nameof(options.RestoreBest), options.RestoreBest, usual.RestoreBest),
            (nameof(options.TestTimeFlip), options.TestTimeFlip, usual.TestTimeFlip),
        ];
        return settings.Where(setting => setting.Value is not null && !setting.Value.Equals(setting.Usual))
            .Select(setting => KeyValuePair.Create(setting.Name, Convert.ToString(setting.Value, CultureInfo.InvariantCulture)!));
    }
}
