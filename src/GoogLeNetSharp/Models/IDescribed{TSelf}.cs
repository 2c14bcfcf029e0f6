using System.Text.Json;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>A network that can be created from its description: <c>TNetwork.FromFile(path)</c> rebuilds it from a weights file.</summary>
/// <typeparam name="TSelf">The network's own type.</typeparam>
public interface IDescribed<TSelf> : IDescribed
    where TSelf : nn.Module<Tensor, Tensor>, IDescribed<TSelf>
{
    /// <summary>Creates a network from the result of <see cref="IDescribed.Describe"/>.</summary>
    /// <param name="description">The JSON object. It may come from an untrusted file: validate it.</param>
    /// <param name="device">Device of the parameters, or null for the CPU. Before a file is loaded, names and shapes are compared on the
    /// device <c>META</c>, on which parameters take no memory.</param>
    /// <returns>The network; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    /// <exception cref="FormatException">The description is not valid for this network.</exception>
    static abstract TSelf FromDescription(JsonElement description, Device? device);
}
