using GoogLeNetSharp.Weights.Loading;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Recreates networks from files.</summary>
public static class NetworkWeightsExtensions
{
    extension<TNetwork>(TNetwork)
        where TNetwork : nn.Module<Tensor, Tensor>, IDescribed<TNetwork>
    {
        /// <summary>
        /// Creates a network from a file saved by <c>SaveWeights</c>, with settings and weights: <c>GoogLeNet.FromFile(path)</c>. Available
        /// for every class that implements <see cref="IDescribed{TSelf}"/>.
        /// </summary>
        /// <param name="path">A safetensors file with the network's description in its metadata.</param>
        /// <returns>The network, on the CPU and in training mode; the caller disposes it.</returns>
        /// <exception cref="ArgumentException">The file contains no description (create the network and use <c>LoadWeights</c>), or the
        /// description of another class.</exception>
        /// <exception cref="InvalidDataException">The file is broken or hostile, or its weights do not match the network it
        /// describes.</exception>
        /// <exception cref="IOException">The file cannot be opened or read.</exception>
        public static TNetwork FromFile(string path) => DescribedNetwork.Load<TNetwork>(path);
    }
}
