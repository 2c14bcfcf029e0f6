using System.Runtime.ExceptionServices;
using GoogLeNetSharp.Weights.Formats;

namespace GoogLeNetSharp.Weights.Loading;

/// <summary>
/// Reads and checks every storage once, on all cores: for a cached file, the checksum takes about as long as reading. Reports the first
/// broken storage in file order, regardless of which thread finds one first.
/// </summary>
internal sealed class StorageVerifier(ByteSource source, IProgress<WeightsProgress>? progress)
{
    private readonly Lock _reporting = new();
    private long _done;

    internal void Verify(IReadOnlyList<StoredTensor> tensors, CancellationToken cancellation)
    {
        StoredTensor[] storages = [.. tensors.DistinctBy(t => t.Storage)];
        long total = storages.Sum(s => s.Storage.Length);
        var errors = new ExceptionDispatchInfo?[storages.Length];
        Parallel.For(
            0,
            storages.Length,
            new ParallelOptions { CancellationToken = cancellation },
            () => new byte[StorageStream.BufferSize],
            (i, loop, buffer) =>
            {
                try
                {
                    StorageStream.Verify(source, storages[i].Storage, buffer, cancellation);
                    Report(storages[i], total);
                }
                catch (Exception e)
                {
                    errors[i] = ExceptionDispatchInfo.Capture(e);
                    loop.Break();   // earlier ones still run
                }

                return buffer;
            },
            _ => { });
        errors.FirstOrDefault(e => e is not null)?.Throw();
        cancellation.ThrowIfCancellationRequested();
    }

    private void Report(StoredTensor stored, long total)
    {
        lock (_reporting)
        {
            _done += stored.Storage.Length;
            progress?.Report(new WeightsProgress(stored.Name, _done, total));
        }
    }
}
