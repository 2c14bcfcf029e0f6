using TorchSharp.Modules;

namespace GoogLeNetSharp;

/// <summary>A network that classifies images: what weights files, <c>ImageClassifier</c> and transfer learning ask of it.</summary>
public interface IClassifierNetwork
{
    /// <summary>The last linear layer, which makes the logits.</summary>
    Linear Classifier { get; }

    /// <summary>Number of classes: the length of the logits.</summary>
    long NumClasses { get; }

    /// <summary>Channels of the images.</summary>
    long InputChannels { get; }

    /// <summary>Side in pixels of the images that the network is made for; <c>ImageClassifier</c> resizes to it.</summary>
    long ImageSize { get; }

    /// <summary>Smallest height and width of the images in pixels.</summary>
    long MinImageSize { get; }

    /// <summary>Largest height and width of the images in pixels, or null where there is none.</summary>
    long? MaxImageSize { get; }

    /// <summary>Name of the stage that makes the last map, N x K x h x w, before it is pooled or flattened.</summary>
    string LastMap { get; }
}
