using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>What speaks for one class in each image of a batch. Dispose it after use.</summary>
public sealed class Explanations : IDisposable
{
    internal Explanations(Tensor maps, IReadOnlyList<long> classes, IReadOnlyList<float> probabilities)
    {
        Maps = maps;
        Classes = classes;
        Probabilities = probabilities;
    }

    /// <summary>Float32 maps N x H x W, not scaled: the larger, the more speaks for the class. Grad-CAM gives the explained layer's
    /// height and width and
    /// nothing below 0, the other methods the image's and numbers of either sign.</summary>
    public Tensor Maps { get; }

    /// <summary>The class that is explained, by image.</summary>
    public IReadOnlyList<long> Classes { get; }

    /// <summary>The softmax of the logits at that class, by image.</summary>
    public IReadOnlyList<float> Probabilities { get; }

    /// <summary>Frees the maps.</summary>
    public void Dispose() => Maps.Dispose();
}
