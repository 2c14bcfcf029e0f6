using System.Text.Json.Nodes;

namespace GoogLeNetSharp;

/// <summary>A network whose settings can be written as JSON: <c>SaveWeights</c> keeps them beside the weights.</summary>
public interface IDescribed
{
    /// <summary>The settings that make such a network.</summary>
    /// <returns>A JSON object.</returns>
    JsonObject Describe();
}
