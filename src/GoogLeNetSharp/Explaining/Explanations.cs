using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>Explanations of one class for each image of a batch. Dispose after use.</summary>
public sealed class Explanations : IDisposable
{
    internal Explanations(Tensor maps, IReadOnlyList<long> classes, IReadOnlyList<float> probabilities)
    {
        Maps = maps;
        Classes = classes;
        Probabilities = probabilities;
    }

    /// <summary>Float32 maps N x H x W, not scaled: larger values are stronger evidence for the class. Grad-CAM's maps have the size of the
    /// explained layer and no negative values; those of the other methods have the size of the image and both signs.</summary>
    public Tensor Maps { get; }

    /// <summary>The explained class of each image.</summary>
    public IReadOnlyList<long> Classes { get; }

    /// <summary>The softmax probability of that class for each image.</summary>
    public IReadOnlyList<float> Probabilities { get; }

    /// <summary>Disposes the maps.</summary>
    public void Dispose() => Maps.Dispose();
}
