namespace GoogLeNetSharp.Onnx.Import;

/// <summary>The exception thrown for an unsupported node. All of them are reported together.</summary>
internal sealed class UnsupportedNodeException(string reason) : Exception(reason);
