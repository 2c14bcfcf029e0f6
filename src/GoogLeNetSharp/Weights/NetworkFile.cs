using GoogLeNetSharp.Weights.Loading;

namespace GoogLeNetSharp.Weights;

/// <summary>Loads networks from weights files that contain their description.</summary>
public static class NetworkFile
{
    /// <summary>Creates and loads the network of this library that <c>SaveWeights</c> saved to a file.</summary>
    /// <param name="path">The weights file.</param>
    /// <returns>The network; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The file does not name its network, or names a network of another library.</exception>
    /// <exception cref="InvalidDataException">The file is broken or inconsistent.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static Block Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DescribedNetwork.Load(path);
    }
}
