namespace GoogLeNetSharp.Training;

/// <summary>What <see cref="Trainer.Fit"/> returns when all epochs are done.</summary>
/// <param name="Epochs">All epochs in order, those before a resumption included.</param>
/// <param name="Steps">Optimizer steps done, those before a resumption included.</param>
/// <param name="Validation">Validation of the final model, or null without a validation set.</param>
/// <param name="LastCheckpoint">File of the latest checkpoint, or null without checkpoints.</param>
/// <param name="BestCheckpoint">File of the checkpoint with the best top-1 accuracy, or null where none is kept.</param>
public sealed record TrainingResult(
    IReadOnlyList<EpochSummary> Epochs, long Steps, ValidationResult? Validation, string? LastCheckpoint, string? BestCheckpoint)
{
    /// <summary>The result in one line: epochs, steps, the final validation and the checkpoints.</summary>
    public override string ToString()
    {
        var text = FormattableString.Invariant($"epochs: {Epochs.Count}, steps: {Steps}");
        if (Validation is not null) text += $"; validation: {Validation}";
        if (LastCheckpoint is not null) text += $"; last checkpoint: {LastCheckpoint}";
        if (BestCheckpoint is not null) text += $"; best checkpoint: {BestCheckpoint}";
        return text;
    }
}
