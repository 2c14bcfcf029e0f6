namespace GoogLeNetSharp.Training;

/// <summary>A training was cancelled. The network is in evaluation mode and holds what the training had reached.</summary>
public sealed class TrainingCanceledException : OperationCanceledException
{
    internal TrainingCanceledException(TrainingResult result, CancellationToken cancellationToken)
        : base(FormattableString.Invariant($"The training was cancelled at step {result.Steps}."), cancellationToken) => Result = result;

    /// <summary>The training up to there: the epochs done, the steps, the checkpoints.</summary>
    public TrainingResult Result { get; }
}
