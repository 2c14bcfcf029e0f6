namespace GoogLeNetSharp.Training;

/// <summary>How the images of an epoch are dealt out to batches and steps.</summary>
/// <param name="Images">Images of the dataset.</param>
/// <param name="BatchSize">Images of a full batch.</param>
/// <param name="AccumulationSteps">Batches of a full step.</param>
/// <param name="LastBatch">What happens to images that do not fill a batch.</param>
internal sealed record EpochPlan(long Images, int BatchSize, int AccumulationSteps, LastBatch LastBatch)
{
    public static EpochPlan Of(TrainerOptions options, long images) =>
        new(images, options.BatchSize, options.AccumulationSteps, options.LastBatch);

    /// <summary>Images that are trained on in an epoch.</summary>
    public long ImagesPerEpoch => LastBatch == LastBatch.Drop ? FullBatches * BatchSize : Images;

    /// <summary>Optimizer steps of an epoch.</summary>
    public long Steps => (Batches + AccumulationSteps - 1) / AccumulationSteps;

    /// <summary>Images of the epoch's last batch, the only one of another size; 0 where there is no batch.</summary>
    public long LastBatchSize => Batches == 0 ? 0 : SizeAt((Batches - 1) * BatchSize);

    /// <summary>Images of the smallest batch.</summary>
    public long SmallestBatchSize => Math.Min(SizeAt(0), LastBatchSize);

    private long FullBatches => Images / BatchSize;

    private long Batches => LastBatch switch
    {
        LastBatch.Drop => FullBatches,
        LastBatch.Merge => Math.Max(FullBatches, 1),
        _ => (Images + BatchSize - 1) / BatchSize,
    };

    /// <summary>Images before a step.</summary>
    public long Before(long step) => step >= Steps ? ImagesPerEpoch : step * BatchSize * AccumulationSteps;

    /// <summary>The batches of an epoch from a step on: images before each, and its size.</summary>
    public IEnumerable<(long Start, long Count)> BatchesFrom(long step)
    {
        for (var start = Before(step); start < ImagesPerEpoch; start += SizeAt(start)) yield return (start, SizeAt(start));
    }

    /// <summary>Size of the batch that begins after so many images.</summary>
    public long SizeAt(long imagesBefore)
    {
        var left = ImagesPerEpoch - imagesBefore;
        return LastBatch == LastBatch.Merge && left < 2L * BatchSize ? left : Math.Min(left, BatchSize);
    }
}
