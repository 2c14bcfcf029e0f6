namespace GoogLeNetSharp.Training;

/// <summary>Stops a training when the validation accuracy (top-1) no longer increases.</summary>
public sealed record EarlyStopping
{
    /// <summary>Initializes the setting.</summary>
    /// <param name="patience">Number of consecutive epochs without a new best top-1 accuracy before the training stops, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="patience"/> is below 1.</exception>
    public EarlyStopping(int patience) => Patience = patience;

    /// <summary>Number of consecutive epochs without a new best top-1 accuracy before the training stops.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Patience { get; init => field = TrainingRequire.Positive(value, nameof(Patience)); }

    /// <summary>Whether to stop after the given epochs. Depends only on the epochs, so a resumed training stops at the same one.</summary>
    internal bool Ends(IReadOnlyList<EpochSummary> epochs) => epochs.Count > 0 && epochs.Count - BestEpoch(epochs) >= Patience;

    private static int BestEpoch(IReadOnlyList<EpochSummary> epochs) => epochs.MaxBy(epoch => epoch.Top1 ?? double.NegativeInfinity)!.Epoch;
}
