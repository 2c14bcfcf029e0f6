namespace GoogLeNetSharp.Graphs;

/// <summary>An output of an <see cref="InferenceGraph"/>.</summary>
/// <param name="Name">Name of the output.</param>
/// <param name="Node">The <see cref="GraphNode.Id"/> of the node that computes it.</param>
public sealed record GraphOutput(string Name, int Node);
