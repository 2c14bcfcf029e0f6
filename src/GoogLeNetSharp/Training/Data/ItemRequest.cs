namespace GoogLeNetSharp.Training;

/// <summary>One item that is being loaded: tells the epoch to the dataset that makes the image, and takes the image's name back.</summary>
/// <remarks>
/// The request flows with the execution context, so it passes through datasets of the caller's that wrap one of ours and know nothing of
/// epochs. Only a
/// wrapper that reads on threads of its own, started before, is not reached: it implements <see cref="IEpochDataset"/>.
/// </remarks>
internal sealed class ItemRequest(int? epoch)
{
    private static readonly AsyncLocal<ItemRequest?> Flowing = new();

    /// <summary>The request behind this call; null where a caller asks the dataset itself.</summary>
    public static ItemRequest? Current => Flowing.Value;

    /// <summary>The epoch of the training; null where the dataset's own applies.</summary>
    public int? Epoch { get; } = epoch;

    /// <summary>What messages call the image; null where no <see cref="ImageDataset"/> was reached.</summary>
    public string? Name { get; set; }

    /// <summary>Runs <paramref name="load"/> under this request.</summary>
    public T Run<T>(Func<T> load)
    {
        Flowing.Value = this;
        try
        {
            return load();
        }
        finally
        {
            Flowing.Value = null;
        }
    }
}
