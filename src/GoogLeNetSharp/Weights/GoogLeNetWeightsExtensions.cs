using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Formats;
using GoogLeNetSharp.Weights.Loading;

namespace GoogLeNetSharp.Weights;

/// <summary>Rebuilding a GoogLeNet from a file.</summary>
public static class GoogLeNetWeightsExtensions
{
    extension(GoogLeNet)
    {
        /// <summary>
        /// Makes the network that a file saved by <c>SaveWeights</c> holds, preset, options and weights, without being told which it is.
        /// </summary>
        /// <param name="path">A safetensors file with the options in its metadata.</param>
        /// <returns>The network on the CPU, in training mode like a new one; the caller disposes it.</returns>
        /// <exception cref="ArgumentException">The file carries no options: make the network and use <c>LoadWeights</c>.</exception>
        /// <exception cref="InvalidDataException">The file is broken or hostile, or its weights are not those of the network that its options
        /// describe.</exception>
        /// <exception cref="IOException">The file cannot be opened or read.</exception>
        public static GoogLeNet FromFile(string path)
        {
            using FileStream stream = StateDictFile.Open(path);
            var source = new ByteSource(stream, path);
            StoredStateDict header = StateDictReader.Read(source, key: null);
            if (!header.Metadata.TryGetValue(OptionsMetadata.Key, out string? text))
            {
                throw new ArgumentException(
                    $"path: {path} ({header.Format}) does not say which GoogLeNet it holds; make the network with its options and call LoadWeights.",
                    nameof(path));
            }

            GoogLeNetOptions options = OptionsMetadata.Read(path, text);
            GoogLeNet? network = null;
            try
            {
                DescribedNetwork.Check(header, options);
                network = Make(path, options);
                WeightsLoader.Load(network, source, LoadWeightsOptions.Default, progress: null, CancellationToken.None);
                return network;
            }
            catch (WeightsMismatchException e)
            {
                network?.Dispose();
                throw new InvalidDataException(
                    $"{path}: metadata {OptionsMetadata.Key}: the tensors are not those of the network it describes: {e.Message}", e);
            }
            catch
            {
                network?.Dispose();
                throw;
            }
        }
    }

    private static GoogLeNet Make(string path, GoogLeNetOptions options)
    {
        try
        {
            return new GoogLeNet(options);
        }
        catch (ArgumentException e)
        {
            throw InvalidFile.At(path, "metadata " + OptionsMetadata.Key, $"no such network can be made: {e.Message}");
        }
    }
}
