using System.Text.Json.Serialization;

namespace GoogLeNetSharp.Training;

/// <summary>The results of an epoch: a point of the training curves.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainingLoss">Mean training loss over the images of the epoch.</param>
/// <param name="LearningRate">Rate of the last step.</param>
/// <param name="ValidationLoss">Loss on the validation set, or null without one.</param>
/// <param name="Top1">Top-1 accuracy on the validation set, in [0, 1], or null without one.</param>
/// <param name="Top5">Top-5 accuracy on the validation set, in [0, 1], or null without one.</param>
/// <param name="Metrics">What <see cref="TrainerOptions.Metrics"/> came to on the validation set, by name; null without either.</param>
public sealed record EpochSummary(
    int Epoch, double TrainingLoss, double LearningRate, double? ValidationLoss, double? Top1, double? Top5,
    IReadOnlyDictionary<string, double>? Metrics = null)
{
    /// <summary>What <see cref="TrainerOptions.Metrics"/> came to on the validation set, by name; null without either.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public IReadOnlyDictionary<string, double>? Metrics { get; init => field = MetricValues.Of(value); } = MetricValues.Of(Metrics);
}
