namespace GoogLeNetSharp.Graphs;

/// <summary>An output of an <see cref="InferenceGraph"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">The <see cref="GraphNode.Id"/> of the node whose output it is.</param>
public sealed record GraphOutput(string Name, int Node);
