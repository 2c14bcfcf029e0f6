using System.Text.Json;

namespace GoogLeNetSharp.Training;

/// <summary>What a checkpoint holds besides tensors: the position in the data, which is also the state of every random number and of the schedule.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Epoch">The current epoch, from 0.</param>
/// <param name="StepInEpoch">Optimizer steps done in it.</param>
/// <param name="LossSum">Sum of the losses of the images seen in it.</param>
/// <param name="ImagesSeen">Images seen in it.</param>
/// <param name="LastLoss">Loss of the last step done.</param>
/// <param name="LastLearningRate">Rate of the last step done.</param>
/// <param name="BestTop1">Best accuracy so far, or null before a validation.</param>
/// <param name="Epochs">The epochs that are over.</param>
/// <param name="Settings">The settings without which the position means nothing.</param>
internal sealed record TrainingState(
    long Step,
    int Epoch,
    long StepInEpoch,
    double LossSum,
    long ImagesSeen,
    double LastLoss,
    double LastLearningRate,
    double? BestTop1,
    IReadOnlyList<EpochSummary> Epochs,
    TrainingState.RunSettings Settings)
{
    public static TrainingState Start(TrainerOptions options, long images) =>
        new(0, 0, 0, 0, 0, 0, 0, null, [], RunSettings.Of(options, images));

    public static TrainingState FromJson(string json) =>
        JsonSerializer.Deserialize(json, TrainingStateJson.Default.TrainingState) ?? throw new InvalidDataException("the training state is null");

    public string ToJson() => JsonSerializer.Serialize(this, TrainingStateJson.Default.TrainingState);

    internal sealed record RunSettings(string Optimizer, int BatchSize, int AccumulationSteps, long Seed, long Images, bool MovingAverage)
    {
        public static RunSettings Of(TrainerOptions options, long images) => new(
            options.Optimizer.GetType().Name, options.BatchSize, options.AccumulationSteps, options.Seed, images, options.MovingAverageDecay is not null);

        /// <summary>What differs, for an error message; null where all is the same.</summary>
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
            ];
            var different = settings.Where(setting => !setting.Then.Equals(setting.Now))
                .Select(setting => string.Create(null, $"{setting.Name} was {setting.Then}, is {setting.Now}"));
            var text = string.Join("; ", different);
            return text.Length == 0 ? null : text;
        }
    }
}
