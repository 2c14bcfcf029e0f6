namespace GoogLeNetSharp.Training;

/// <summary>The exception thrown if a training is cancelled. The network is in evaluation mode and has the state reached by the
/// training.</summary>
public sealed class TrainingCanceledException : OperationCanceledException
{
    internal TrainingCanceledException(TrainingResult result, CancellationToken cancellationToken)
        : base(FormattableString.Invariant($"The training was cancelled at step {result.Steps}."), cancellationToken) => Result = result;

    /// <summary>The result so far: completed epochs, steps and checkpoints.</summary>
    public TrainingResult Result { get; }
}
