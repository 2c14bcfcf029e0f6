using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp;

/// <summary>Determines options from weights files.</summary>
public static class GoogLeNetOptionsExtensions
{
    extension(GoogLeNetOptions)
    {
        /// <summary>
        /// Returns the options for a weights file: those written by <c>SaveWeights</c>, or, for any other file, those of a preset. For
        /// <see cref="GoogLeNetPreset.TorchVision"/>, <see cref="GoogLeNetOptions.TransformInput"/> is then on, as torchvision's published
        /// weights expect.
        /// </summary>
        /// <remarks>torchvision silently turns <c>transform_input</c> on when it loads its published weights (pytorch/vision #4136).
        /// Without it, inputs are 2.2 times larger than those the weights were trained on. For weights trained in PyTorch without it, set
        /// it to false.</remarks>
        /// <param name="path">The weights file.</param>
        /// <param name="preset">The preset for files without options.</param>
        /// <returns>The options; change them with <c>with { ... }</c>, for example to another number of classes.</returns>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="preset"/> is not defined by the enumeration.</exception>
        /// <exception cref="InvalidDataException">The file is broken, hostile or of no known format.</exception>
        /// <exception cref="IOException">The file cannot be opened or read.</exception>
        public static GoogLeNetOptions ForWeights(string path, GoogLeNetPreset preset)
        {
            var options = GoogLeNetOptions.ForPreset(preset);
            return DescriptionMetadata.Find(path, StateDictFile.Inspect(path).Metadata) is { Network: nameof(GoogLeNet) } description
                ? description.Read(GoogLeNetOptions.Read)
                : options with { TransformInput = preset == GoogLeNetPreset.TorchVision };
        }
    }
}
