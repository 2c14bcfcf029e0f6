namespace GoogLeNetSharp.Training;

/// <summary>A request for an item: passes the epoch to the dataset that loads the image, and returns the image's name.</summary>
/// <remarks>
/// The request flows with the execution context, so it passes through custom wrappers that do not support epochs. It does not reach
/// wrappers that read on threads started earlier; these must implement <see cref="IEpochDataset"/>.
/// </remarks>
internal sealed class ItemRequest(int? epoch)
{
    private static readonly AsyncLocal<ItemRequest?> Flowing = new();

    /// <summary>The current request, or null if the dataset was called directly.</summary>
    public static ItemRequest? Current => Flowing.Value;

    /// <summary>The epoch of the training, or null for the dataset's own.</summary>
    public int? Epoch { get; } = epoch;

    /// <summary>Name of the image in messages, or null if no <see cref="ImageDataset"/> was reached.</summary>
    public string? Name { get; set; }

    /// <summary>Runs <paramref name="load"/> with this request.</summary>
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
