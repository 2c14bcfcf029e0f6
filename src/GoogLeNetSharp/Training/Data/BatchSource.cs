using System.Runtime.ExceptionServices;
using static TorchSharp.torch.utils.data;

namespace GoogLeNetSharp.Training;

/// <summary>The batches of a dataset in a given order; the next one is loaded while the caller works on the last.</summary>
internal static class BatchSource
{
    /// <summary>Loads batch after batch; the caller disposes each.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="order">Indices of the items.</param>
    /// <param name="batchSize">Items of a batch; the last may have fewer.</param>
    /// <param name="workers">Items that are loaded at the same time.</param>
    /// <param name="epoch">The epoch, told to the dataset and to every one that it wraps; null leaves each at its own.</param>
    public static IEnumerable<Batch> Read(Dataset dataset, IEnumerable<long> order, int batchSize, int workers, int? epoch) =>
        Read(dataset, order.Chunk(batchSize), workers, epoch);

    /// <summary>Loads batch after batch; the caller disposes each.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="order">Indices of the items of each batch.</param>
    /// <param name="workers">Items that are loaded at the same time.</param>
    /// <param name="epoch">The epoch, told to the dataset and to every one that it wraps; null leaves each at its own.</param>
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
            // What was loaded ahead of a caller who stopped; an error there concerns nobody any more.
            next.ContinueWith(task => { if (task.IsCompletedSuccessfully) task.Result?.Dispose(); }, TaskScheduler.Default).Wait();
        }

        Batch? Next() => batches.MoveNext() ? Load(dataset, batches.Current, workers, epoch) : null;
    }

    /// <summary>The images of an epoch in random order, the same whenever it is asked for.</summary>
    public static long[] Shuffled(long count, long seed, int epoch)
    {
        var order = InOrder(count);
        ItemRandom.For(seed, epoch, index: -1).Shuffle(order);
        return order;
    }

    /// <summary>The images as they come.</summary>
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
        catch (AggregateException exception)        // the first dataset error is the one to tell
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
