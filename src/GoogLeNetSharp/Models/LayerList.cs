using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Layers in a row under numbers: what torchvision names <c>features.0</c>, <c>features.1</c>.</summary>
internal sealed class LayerList(string name) : Block(name)
{
    private readonly List<nn.Module<Tensor, Tensor>> _layers = [];

    /// <summary>Appends a layer and returns it.</summary>
    public T Add<T>(T layer)
        where T : nn.Module<Tensor, Tensor>
    {
        _layers.Add(Register($"{_layers.Count}", layer));
        return layer;
    }

    /// <summary>Puts another layer in the last place and returns it; the old one is left to the caller.</summary>
    public T ReplaceLast<T>(T layer)
        where T : nn.Module<Tensor, Tensor>
    {
        _layers[^1] = Register($"{_layers.Count - 1}", layer);
        return layer;
    }

    protected override Value Define(Value x) => _layers.Aggregate(x, (value, layer) => value.Call(layer));
}
