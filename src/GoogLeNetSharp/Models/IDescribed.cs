using System.Text.Json.Nodes;

namespace GoogLeNetSharp;

/// <summary>A network with settings that can be written as JSON. <c>SaveWeights</c> stores them beside the weights.</summary>
public interface IDescribed
{
    /// <summary>Returns the settings of the network.</summary>
    /// <returns>A JSON object.</returns>
    JsonObject Describe();
}
