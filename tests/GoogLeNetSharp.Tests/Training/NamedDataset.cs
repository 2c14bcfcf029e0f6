using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>A dataset with names for its labels; its items are one colour a class, so that a label off by one shows in the
/// accuracy.</summary>
internal sealed class NamedDataset(IReadOnlyList<string>? names, params string[] items) : utils.data.Dataset, IClassNames, IItemLabels
{
    private static readonly string[] Colours = ["red", "green", "blue", "white"];

    public override long Count => items.Length;

    public IReadOnlyList<string>? Classes => names;

    /// <summary>A network that tells red, green, blue and white: the logit of a colour, in that order.</summary>
    public static nn.Module<Tensor, Tensor> Network()
    {
        var network = nn.Sequential(("pool", nn.AdaptiveAvgPool2d(1)), ("flatten", nn.Flatten()), ("fc", nn.Linear(3, 4)));
        using (no_grad())
        {
            network.get_parameter("fc.weight")!.copy_(tensor(new float[,] { { 9, -9, -9 }, { -9, 9, -9 }, { -9, -9, 9 }, { 5, 5, 5 } }));
            network.get_parameter("fc.bias")!.copy_(tensor(new float[] { 0, 0, 0, -6 }));
        }

        return network;
    }

    public long LabelOf(long index) => (names ?? Colours).ToList().IndexOf(items[index]);

    public override Dictionary<string, Tensor> GetTensor(long index)
    {
        var colour = Array.IndexOf(Colours, items[index]);
        return new()
        {
            [ImageDataset.ImageKey] = tensor([.. Enumerable.Range(0, 3 * 4).Select(i => colour == 3 || i / 4 == colour ? 1f : 0)],
                [3, 2, 2]),
            [ImageDataset.LabelKey] = tensor(LabelOf(index)),
        };
    }
}
