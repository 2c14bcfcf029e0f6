using System.Runtime.ExceptionServices;
using TorchSharp.Modules;
using static TorchSharp.torch.utils.data;

namespace GoogLeNetSharp.Training;

/// <summary>The batches of a dataset in a given order; the next one is loaded while the caller works on the last.</summary>
internal static class BatchSource
{
    /// <summary>Loads batch after batch; the caller disposes each.</summary>
    public static IEnumerable<Batch> Read(Dataset dataset, IEnumerable<long> order, int batchSize, int workers)
    {
        using var loader = new DataLoader(dataset, batchSize, order, num_worker: workers, disposeBatch: false, disposeDataset: false);
        using var batches = loader.GetEnumerator();
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

        Batch? Next()
        {
            try
            {
                return batches.MoveNext() ? new Batch(batches.Current) : null;
            }
            catch (AggregateException exception)        // the loader's threads: the first dataset error is the one to tell
            {
                ExceptionDispatchInfo.Throw(exception.Flatten().InnerExceptions[0]);
                throw;
            }
        }
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
}
