namespace GoogLeNetSharp.Training;

/// <summary>The division of an epoch into batches and steps.</summary>
/// <param name="Images">Number of images of the dataset.</param>
/// <param name="BatchSize">Size of a full batch.</param>
/// <param name="AccumulationSteps">Batches per full step.</param>
/// <param name="LastBatch">Treatment of images that do not fill a batch.</param>
internal sealed record EpochPlan(long Images, int BatchSize, int AccumulationSteps, LastBatch LastBatch)
{
    public static EpochPlan Of(TrainerOptions options, long images) =>
        new(images, options.BatchSize, options.AccumulationSteps, options.LastBatch);

    /// <summary>The plan of several processes, each of which gets a share of every batch.</summary>
    /// <exception cref="ArgumentException">There is no batch, or one is too small for all processes.</exception>
    public static EpochPlan Of(TrainerOptions options, long images, ProcessGroup group)
    {
        var plan = Of(options, images);
        if (plan.Steps == 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"training: LastBatch {options.LastBatch} leaves no batch of {images} images, as BatchSize is {options.BatchSize}."),
                "training");
        }

        if (group.SmallestShareOf(plan.SmallestBatchSize) > 0) return plan;
        throw new ArgumentException(
            FormattableString.Invariant(
                $"training: {images} images and BatchSize {options.BatchSize} make a batch of {plan.SmallestBatchSize}, too few for ")
            + FormattableString.Invariant($"{group.Size} processes. Set {nameof(TrainerOptions.BatchSize)} or ")
            + $"{nameof(TrainerOptions.LastBatch)}, or start fewer processes.",
            "training");
    }

    /// <summary>Number of images used in an epoch.</summary>
    public long ImagesPerEpoch => LastBatch == LastBatch.Drop ? FullBatches * BatchSize : Images;

    /// <summary>Optimizer steps per epoch.</summary>
    public long Steps => (Batches + AccumulationSteps - 1) / AccumulationSteps;

    /// <summary>Size of the last batch, the only one of a different size; 0 if there is no batch.</summary>
    public long LastBatchSize => Batches == 0 ? 0 : SizeAt((Batches - 1) * BatchSize);

    /// <summary>Size of the smallest batch.</summary>
    public long SmallestBatchSize => Math.Min(SizeAt(0), LastBatchSize);

    private long FullBatches => Images / BatchSize;

    private long Batches => LastBatch switch
    {
        LastBatch.Drop => FullBatches,
        LastBatch.Merge => Math.Max(FullBatches, 1),
        _ => (Images + BatchSize - 1) / BatchSize,
    };

    /// <summary>Gets the number of images before a step.</summary>
    public long Before(long step) => step >= Steps ? ImagesPerEpoch : step * BatchSize * AccumulationSteps;

    /// <summary>Enumerates the batches of an epoch from a step on, with the number of images before each and its size.</summary>
    public IEnumerable<(long Start, long Count)> BatchesFrom(long step)
    {
        for (var start = Before(step); start < ImagesPerEpoch; start += SizeAt(start)) yield return (start, SizeAt(start));
    }

    /// <summary>Gets the size of the batch that begins after a number of images.</summary>
    public long SizeAt(long imagesBefore)
    {
        var left = ImagesPerEpoch - imagesBefore;
        return LastBatch == LastBatch.Merge && left < 2L * BatchSize ? left : Math.Min(left, BatchSize);
    }
}
