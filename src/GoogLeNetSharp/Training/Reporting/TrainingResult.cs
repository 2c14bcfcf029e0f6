namespace GoogLeNetSharp.Training;

/// <summary>The result of a training, returned by <see cref="Trainer.Fit"/> and contained in
/// <see cref="TrainingCanceledException"/>.</summary>
/// <param name="Epochs">All epochs in order, including those before a resumption.</param>
/// <param name="Steps">Optimizer steps done, including those before a resumption.</param>
/// <param name="Validation">Validation of the network's current weights; null without a validation set, or if a cancelled training has not
/// validated them.</param>
/// <param name="LastCheckpoint">File of the latest checkpoint, or null without checkpoints.</param>
/// <param name="BestCheckpoint">File of the checkpoint with the best top-1 accuracy, or null if none is kept.</param>
/// <param name="End">Reason for the end of the training.</param>
/// <param name="Duration">Time that <see cref="Trainer.Fit"/> took; for a resumed training, since the resumption.</param>
public sealed record TrainingResult(
    IReadOnlyList<EpochSummary> Epochs, long Steps, ValidationResult? Validation, string? LastCheckpoint, string? BestCheckpoint,
    TrainingEnd End, TimeSpan Duration = default)
{
    /// <summary>Returns the result in one line: epochs, steps, the final validation and the checkpoints.</summary>
    public override string ToString()
    {
        var text = FormattableString.Invariant($"{End}; epochs: {Epochs.Count}, steps: {Steps}");
        if (Validation is not null) text += $"; validation: {Validation}";
        if (LastCheckpoint is not null) text += $"; last checkpoint: {LastCheckpoint}";
        if (BestCheckpoint is not null) text += $"; best checkpoint: {BestCheckpoint}";
        return text;
    }
}
