using GoogLeNetSharp.Files;
using GoogLeNetSharp.Weights.Formats;
using GoogLeNetSharp.Weights.Loading;

namespace GoogLeNetSharp.Weights;

/// <summary>Rebuilding a GoogLeNet from a file.</summary>
public static class GoogLeNetWeightsExtensions
{
    // Metadata may ask for any size, which costs nothing to write; above these, the file must hold tensors of that size. They are no widths of the
    // network and only bound what a few hostile bytes can make this process allocate.
    private const long UnbackedClasses = 10_000;
    private const long UnbackedChannels = 256;
    private const long LeastWeightsPerUnit = 512;

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
            CheckSizes(header, options);
            GoogLeNet network = Make(path, options);
            try
            {
                WeightsLoader.Load(network, source, LoadWeightsOptions.Default, progress: null, CancellationToken.None);
                return network;
            }
            catch (WeightsMismatchException e)
            {
                network.Dispose();
                throw new InvalidDataException(
                    $"{path}: metadata {OptionsMetadata.Key}: the tensors are not those of the network it describes: {e.Message}", e);
            }
            catch
            {
                network.Dispose();
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

    private static void CheckSizes(StoredStateDict header, GoogLeNetOptions options)
    {
        Check(nameof(options.NumClasses), options.NumClasses, UnbackedClasses, rank: 2, dimension: 0);
        Check(nameof(options.InputChannels), options.InputChannels, UnbackedChannels, rank: 4, dimension: 1);

        void Check(string name, long value, long unbacked, int rank, int dimension)
        {
            bool isBacked = value <= unbacked || header.Tensors.Any(t =>
                t.Shape.Length == rank && t.Shape[dimension] == value && t.ElementCount / value >= LeastWeightsPerUnit);
            if (isBacked) return;
            throw InvalidFile.At(header.Source.Name, "metadata " + OptionsMetadata.Key, $"{name} is {value}, but no tensor of the file has that size");
        }
    }
}
