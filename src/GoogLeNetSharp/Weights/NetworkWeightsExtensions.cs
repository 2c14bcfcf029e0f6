using GoogLeNetSharp.Weights.Loading;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights;

/// <summary>Rebuilding networks from files.</summary>
public static class NetworkWeightsExtensions
{
    extension<TNetwork>(TNetwork)
        where TNetwork : nn.Module<Tensor, Tensor>, IDescribed<TNetwork>
    {
        /// <summary>
        /// Makes the network that a file saved by <c>SaveWeights</c> holds, settings and weights: <c>GoogLeNet.FromFile(path)</c>, or that
        /// of any class that implements <see cref="IDescribed{TSelf}"/>.
        /// </summary>
        /// <param name="path">A safetensors file with the network's description in its metadata.</param>
        /// <returns>The network on the CPU, in training mode like a new one; the caller disposes it.</returns>
        /// <exception cref="ArgumentException">The file carries no description (make the network and use <c>LoadWeights</c>), or that of
        /// another class.</exception>
        /// <exception cref="InvalidDataException">The file is broken or hostile, or its weights are not those of the network that it
        /// describes.</exception>
        /// <exception cref="IOException">The file cannot be opened or read.</exception>
        public static TNetwork FromFile(string path) => DescribedNetwork.Load<TNetwork>(path);
    }
}
