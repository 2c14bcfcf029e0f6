using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>A list of layers with numbers as names, as in torchvision's <c>features.0</c>, <c>features.1</c>.</summary>
internal sealed class LayerList(string name) : Block(name)
{
    private int _count;

    /// <summary>Appends a layer and returns it.</summary>
    public T Add<T>(T layer)
        where T : nn.Module<Tensor, Tensor> => Register($"{_count++}", layer);

    protected override Value Define(Value x) =>
        children().Cast<nn.Module<Tensor, Tensor>>().Aggregate(x, (value, layer) => value.Call(layer));
}
