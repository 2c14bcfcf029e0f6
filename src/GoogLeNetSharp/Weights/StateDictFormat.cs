namespace GoogLeNetSharp.Weights;

/// <summary>File formats of state dicts. The format is detected from the content, not from the file name.</summary>
public enum StateDictFormat
{
    /// <summary>safetensors: a JSON header, then the tensors' bytes. Read and written.</summary>
    Safetensors,

    /// <summary>The format of <c>torch.save</c> since PyTorch 1.6: a zip archive with a pickle and one entry per storage. Read
    /// only.</summary>
    PyTorchZip,

    /// <summary>The format of <c>torch.save</c> before PyTorch 1.6: consecutive pickles, then the storages. Read only.</summary>
    PyTorchLegacy,

    /// <summary>The format of TorchSharp's <c>Module.save</c> (usually <c>.dat</c>). Read only.</summary>
    TorchSharp,

    /// <summary>ONNX: the graph's initializers. PyTorch's exporter gives them the names of the state dict unless it folds constants. Read
    /// only.</summary>
    Onnx,
}
