namespace GoogLeNetSharp.Training;

/// <summary>Code of the caller's that a training runs on its thread, and that may end it.</summary>
/// <remarks>
/// <para>The network then has the weights that are trained, not their average, and is in training mode. Of several processes, process 0
/// alone calls; all end after the same step. What a callback throws ends the training.</para>
/// <para>A training that is stopped leaves a checkpoint, where there are checkpoints, and goes on from there when it is resumed.</para>
/// </remarks>
public sealed record TrainingCallbacks
{
    /// <summary>Called after every step of the optimizer, which is a batch or, with <see cref="TrainerOptions.AccumulationSteps"/>,
    /// several.</summary>
    public Func<TrainingProgress, TrainingSignal>? StepCompleted { get; init; }

    /// <summary>Called after every epoch, its validation and its checkpoint.</summary>
    public Func<EpochSummary, TrainingSignal>? EpochCompleted { get; init; }

    /// <summary>Which callbacks are set.</summary>
    public override string ToString() =>
        $"{nameof(TrainingCallbacks)} {{ {nameof(StepCompleted)} = {Text(StepCompleted)}, "
        + $"{nameof(EpochCompleted)} = {Text(EpochCompleted)} }}";

    private static string Text(Delegate? callback) => callback is null ? "" : "set";
}
