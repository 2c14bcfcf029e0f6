namespace GoogLeNetSharp.Training;

/// <summary>Ends a training whose validation accuracy (top-1) no longer rises.</summary>
public sealed record EarlyStopping
{
    /// <summary>Makes the setting.</summary>
    /// <param name="patience">Epochs in a row without a new best top-1 accuracy after which the training ends, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="patience"/> is below 1.</exception>
    public EarlyStopping(int patience) => Patience = patience;

    /// <summary>Epochs in a row without a new best top-1 accuracy after which the training ends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int Patience { get; init => field = TrainingRequire.Positive(value, nameof(Patience)); }

    /// <summary>Whether the epochs so far end the training: a function of them alone, the same after a resumption.</summary>
    internal bool Ends(IReadOnlyList<EpochSummary> epochs) => epochs.Count > 0 && epochs.Count - BestEpoch(epochs) >= Patience;

    private static int BestEpoch(IReadOnlyList<EpochSummary> epochs) => epochs.MaxBy(epoch => epoch.Top1 ?? double.NegativeInfinity)!.Epoch;
}
