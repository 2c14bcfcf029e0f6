namespace GoogLeNetSharp.Weights;

/// <summary>The options that go with a weights file.</summary>
public static class GoogLeNetOptionsExtensions
{
    extension(GoogLeNetOptions)
    {
        /// <summary>
        /// The options of the network that a weights file holds: those that <c>SaveWeights</c> wrote into it; for any other file those of a
        /// preset, where
        /// <see cref="GoogLeNetPreset.TorchVision"/> comes with <see cref="GoogLeNetOptions.TransformInput"/>, as torchvision's published
        /// weights expect.
        /// </summary>
        /// <remarks>torchvision turns <c>transform_input</c> on without a word when its published weights are loaded (pytorch/vision
        /// #4136). Without it the layers that these weights trained see inputs that are 2.2 times too large. For weights that were trained
        /// in PyTorch without it, set it to false.</remarks>
        /// <param name="path">The weights file.</param>
        /// <param name="preset">The network, where the file does not say it.</param>
        /// <returns>The options; change them with <c>with { ... }</c>, to other classes for instance.</returns>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="preset"/> is no value that the enumeration names.</exception>
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
