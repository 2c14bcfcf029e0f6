namespace GoogLeNetSharp.Training;

/// <summary>Functions that a training calls on its thread after steps and epochs. Each can stop the training.</summary>
/// <remarks>
/// <para>During a call the network is in training mode and has the trained weights, not their moving average. With several processes,
/// only process 0 calls, and all processes stop after the same step. An exception in a callback ends the training.</para>
/// <para>A stopped training writes a checkpoint if <see cref="TrainerOptions.Checkpoints"/> is set, and can be resumed from it.</para>
/// </remarks>
public sealed record TrainingCallbacks
{
    /// <summary>Called after each optimizer step, which covers one batch, or several with
    /// <see cref="TrainerOptions.AccumulationSteps"/>.</summary>
    public Func<TrainingProgress, TrainingSignal>? StepCompleted { get; init; }

    /// <summary>Called after each epoch, when its validation is complete and its checkpoint is written.</summary>
    public Func<EpochSummary, TrainingSignal>? EpochCompleted { get; init; }

    /// <summary>Returns the names of the callbacks and whether they are set.</summary>
    public override string ToString() =>
        $"{nameof(TrainingCallbacks)} {{ {nameof(StepCompleted)} = {Text(StepCompleted)}, "
        + $"{nameof(EpochCompleted)} = {Text(EpochCompleted)} }}";

    private static string Text(Delegate? callback) => callback is null ? "" : "set";
}
