namespace GoogLeNetSharp.Onnx;

/// <summary>The type in which an ONNX file stores kernels and matrices. The network computes in float32 either way.</summary>
public enum OnnxWeightType
{
    /// <summary>As they are in the module.</summary>
    Float32,

    /// <summary>
    /// Half the file. Kernels and matrices are stored in float16 and cast to float32 in the graph, which a runtime does once, when it loads
    /// the file; biases and batch norm, a few numbers per channel, stay in float32.
    /// </summary>
    Float16,
}
