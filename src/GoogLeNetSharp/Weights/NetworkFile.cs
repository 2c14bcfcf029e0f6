using GoogLeNetSharp.Weights.Loading;

namespace GoogLeNetSharp.Weights;

/// <summary>Opens weights files that say which network they hold.</summary>
public static class NetworkFile
{
    /// <summary>Makes and loads the network of this library that a file holds, whichever it is: one that <c>SaveWeights</c>
    /// wrote.</summary>
    /// <param name="path">The weights file.</param>
    /// <returns>The network; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The file does not say which network it holds, or names one of another library.</exception>
    /// <exception cref="InvalidDataException">The file is broken, or its parts do not fit each other.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static Block Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DescribedNetwork.Load(path);
    }
}
