using TorchSharp.Modules;

namespace GoogLeNetSharp;

/// <summary>A network that classifies images, as used by weights files, <c>ImageClassifier</c> and transfer learning.</summary>
public interface IClassifierNetwork
{
    /// <summary>The last linear layer, which computes the logits.</summary>
    Linear Classifier { get; }

    /// <summary>Number of classes: the length of the logits.</summary>
    long NumClasses { get; }

    /// <summary>Channels of the images.</summary>
    long InputChannels { get; }

    /// <summary>Default side of the images in pixels; <c>ImageClassifier</c> resizes to it.</summary>
    long ImageSize { get; }

    /// <summary>Smallest height and width of the images in pixels.</summary>
    long MinImageSize { get; }

    /// <summary>Largest height and width of the images in pixels, or null if there is no limit.</summary>
    long? MaxImageSize { get; }

    /// <summary>Name of the stage that computes the last feature map, N x K x h x w, before it is pooled or flattened.</summary>
    string LastMap { get; }
}
