namespace GoogLeNetSharp.Training;

/// <summary>What a training came to: returned by <see cref="Trainer.Fit"/>, carried by <see cref="TrainingCanceledException"/>.</summary>
/// <param name="Epochs">All epochs in order, those before a resumption included.</param>
/// <param name="Steps">Optimizer steps done, those before a resumption included.</param>
/// <param name="Validation">Validation of the weights that the network holds now; null without a validation set, or where a cancelled
/// training has not measured them.</param>
/// <param name="LastCheckpoint">File of the latest checkpoint, or null without checkpoints.</param>
/// <param name="BestCheckpoint">File of the checkpoint with the best top-1 accuracy, or null where none is kept.</param>
/// <param name="End">Why the training ended.</param>
public sealed record TrainingResult(
    IReadOnlyList<EpochSummary> Epochs, long Steps, ValidationResult? Validation, string? LastCheckpoint, string? BestCheckpoint,
    TrainingEnd End)
{
    /// <summary>The result in one line: epochs, steps, the final validation and the checkpoints.</summary>
    public override string ToString()
    {
        var text = FormattableString.Invariant($"{End}; epochs: {Epochs.Count}, steps: {Steps}");
        if (Validation is not null) text += $"; validation: {Validation}";
        if (LastCheckpoint is not null) text += $"; last checkpoint: {LastCheckpoint}";
        if (BestCheckpoint is not null) text += $"; best checkpoint: {BestCheckpoint}";
        return text;
    }
}
