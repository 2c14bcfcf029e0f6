namespace GoogLeNetSharp.Onnx.Import;

/// <summary>A node that cannot be run; all of them are named together in the end.</summary>
internal sealed class UnsupportedNodeException(string reason) : Exception(reason);
