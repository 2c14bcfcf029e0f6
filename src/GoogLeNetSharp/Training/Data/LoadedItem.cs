using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>The tensors of an item, and its name in messages.</summary>
internal sealed class LoadedItem : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors;
    private readonly Tensor[] _made;

    private LoadedItem(Dictionary<string, Tensor> tensors, Tensor[] made, string name, bool knewTheEpoch) =>
        (_tensors, _made, Name, KnewTheEpoch) = (tensors, made, name, knewTheEpoch);

    /// <summary>The name: file or index.</summary>
    public string Name { get; }

    /// <summary>Whether the dataset that drew the item's random numbers received the epoch.</summary>
    public bool KnewTheEpoch { get; }

    /// <summary>Loads an item. Tensors created for the call are owned by the item; tensors kept by the dataset are not.</summary>
    public static LoadedItem Load(utils.data.Dataset dataset, long index, int? epoch)
    {
        using var scope = NewDisposeScope();
        var request = new ItemRequest(epoch);
        var tensors = request.Run(() => dataset.GetTensor(index));
        Tensor[] made = [.. tensors.Values.Where(scope.Contains)];
        foreach (var tensor in made) scope.Detach(tensor);
        return new LoadedItem(
            tensors, made, request.Name ?? FormattableString.Invariant($"item {index}"), request.Name is not null
                || dataset is IEpochDataset);
    }

    public Tensor Get(string key)
    {
        if (_tensors.TryGetValue(key, out var tensor)) return tensor;
        var keys = string.Join(", ", _tensors.Keys.Select(name => $"\"{name}\""));
        throw new ArgumentException(
            $"dataset: expected items with \"{ImageDataset.ImageKey}\" and \"{ImageDataset.LabelKey}\", got {keys}.");
    }

    public void Dispose()
    {
        foreach (var tensor in _made) tensor.Dispose();
    }
}
