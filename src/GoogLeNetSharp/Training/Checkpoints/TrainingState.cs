using System.Text.Json;

namespace GoogLeNetSharp.Training;

/// <summary>The contents of a checkpoint besides tensors: the position in the data, which also determines random numbers and the
/// schedule.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Epoch">The current epoch, from 0.</param>
/// <param name="StepInEpoch">Optimizer steps done in the epoch.</param>
/// <param name="LossSum">Sum of the losses of the images seen in the epoch.</param>
/// <param name="ImagesSeen">Images seen in the epoch.</param>
/// <param name="LastLoss">Loss of the last step done.</param>
/// <param name="LastLearningRate">Rate of the last step done.</param>
/// <param name="BestTop1">Best accuracy so far, or null before a validation.</param>
/// <param name="Epochs">The completed epochs.</param>
/// <param name="Settings">The settings that the position depends on.</param>
/// <param name="BestHash">Hash of the checkpoint with the best accuracy, or null if none is kept.</param>
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
    RunSettings Settings,
    string? BestHash = null)
{
    public static TrainingState Start(RunSettings settings) => new(0, 0, 0, 0, 0, 0, 0, null, [], settings);

    /// <exception cref="InvalidDataException">The text is not a training state.</exception>
    public static TrainingState FromJson(string json)
    {
        TrainingState? state;
        try
        {
            state = JsonSerializer.Deserialize(json, TrainingStateJson.Default.TrainingState);
        }
        catch (JsonException)
        {
            // the message contains text from the file
            throw new InvalidDataException("the training state is not as this library writes it.");
        }

        return state is null || state.Epochs.Contains(null!)
            ? throw new InvalidDataException("the training state is not as this library writes it.") : state;
    }

    public string ToJson() => JsonSerializer.Serialize(this, TrainingStateJson.Default.TrainingState);

    /// <summary>Whether the state is consistent with a plan.</summary>
    public bool Fits(EpochPlan plan) =>
        double.IsFinite(LossSum) && double.IsFinite(LastLoss) && double.IsFinite(LastLearningRate)
        && Epoch >= 0 && StepInEpoch >= 0 && StepInEpoch <= plan.Steps
        && Step == (Epoch * plan.Steps) + StepInEpoch
        && ImagesSeen == plan.Before(StepInEpoch)
        && Epochs.Select(epoch => epoch.Epoch).SequenceEqual(Enumerable.Range(1, Epoch));
}
