using System.Runtime.ExceptionServices;
using static TorchSharp.torch.utils.data;

namespace GoogLeNetSharp.Training;

/// <summary>Loads the batches of a dataset in a given order. The next batch is loaded while the caller processes the current one.</summary>
internal static class BatchSource
{
    /// <summary>Loads the batches; the caller disposes each.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="order">Indices of the items.</param>
    /// <param name="batchSize">Items per batch; the last may have fewer.</param>
    /// <param name="workers">Number of items loaded concurrently.</param>
    /// <param name="epoch">The epoch, set on the dataset and all wrapped datasets, or null to keep their epochs.</param>
    public static IEnumerable<Batch> Read(Dataset dataset, IEnumerable<long> order, int batchSize, int workers, int? epoch) =>
        Read(dataset, order.Chunk(batchSize), workers, epoch);

    /// <summary>Loads the batches; the caller disposes each.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="order">Indices of the items of each batch.</param>
    /// <param name="workers">Number of items loaded concurrently.</param>
    /// <param name="epoch">The epoch, set on the dataset and all wrapped datasets, or null to keep their epochs.</param>
    public static IEnumerable<Batch> Read(Dataset dataset, IEnumerable<long[]> order, int workers, int? epoch)
    {
        if (epoch is { } number) (dataset as IEpochDataset)?.SetEpoch(number);
        using var batches = order.GetEnumerator();
        var next = Task.Run(Next);
        try
        {
            while (next.GetAwaiter().GetResult() is { } batch)
            {
                next = Task.Run(Next);
                yield return batch;
            }
        }
        finally
        {
            // the batch loaded ahead for a caller that stopped; its errors are ignored
            next.ContinueWith(task => { if (task.IsCompletedSuccessfully) task.Result?.Dispose(); }, TaskScheduler.Default).Wait();
        }

        Batch? Next() => batches.MoveNext() ? Load(dataset, batches.Current, workers, epoch) : null;
    }

    /// <summary>Gets the reproducible random order of an epoch's images.</summary>
    public static long[] Shuffled(long count, long seed, int epoch)
    {
        var order = InOrder(count);
        ItemRandom.For(seed, epoch, index: -1).Shuffle(order);
        return order;
    }

    /// <summary>Gets the images in their original order.</summary>
    public static long[] InOrder(long count)
    {
        var order = new long[count];
        for (var i = 0L; i < count; i++) order[i] = i;
        return order;
    }

    private static Batch Load(Dataset dataset, long[] indices, int workers, int? epoch)
    {
        var items = new LoadedItem[indices.Length];
        try
        {
            Parallel.For(0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = workers },
                i => items[i] = LoadedItem.Load(dataset, indices[i], epoch));
            return Batch.Of(items);
        }
        catch (AggregateException exception)        // reports the first error of the dataset
        {
            ExceptionDispatchInfo.Throw(exception.Flatten().InnerExceptions[0]);
            throw;
        }
        finally
        {
            foreach (var item in items) item?.Dispose();
        }
    }
}
