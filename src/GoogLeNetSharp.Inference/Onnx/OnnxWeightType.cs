namespace GoogLeNetSharp.Onnx;

/// <summary>Storage type of kernels and matrices in an ONNX file. The network always computes in float32.</summary>
public enum OnnxWeightType
{
    /// <summary>float32, as in the module.</summary>
    Float32,

    /// <summary>
    /// float16, which halves the file size. Kernels and matrices are cast to float32 in the graph, which runtimes do once when loading;
    /// biases and batch norm stay in float32.
    /// </summary>
    Float16,
}
