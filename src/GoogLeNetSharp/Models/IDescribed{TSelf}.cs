using System.Text.Json;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>A network that can be made from its description: <c>TNetwork.FromFile(path)</c> rebuilds it from a weights file.</summary>
/// <typeparam name="TSelf">The network's own type.</typeparam>
public interface IDescribed<TSelf> : IDescribed
    where TSelf : nn.Module<Tensor, Tensor>, IDescribed<TSelf>
{
    /// <summary>Makes a network from what <see cref="IDescribed.Describe"/> returned.</summary>
    /// <param name="description">The JSON object. It may come from a file that somebody made: check what it asks for.</param>
    /// <param name="device">Where the parameters live; null for the CPU. Before a file is loaded, names and shapes are compared on
    /// <c>META</c>, where parameters take no memory.</param>
    /// <returns>The network; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    /// <exception cref="FormatException">The description is none of such a network.</exception>
    static abstract TSelf FromDescription(JsonElement description, Device? device);
}
