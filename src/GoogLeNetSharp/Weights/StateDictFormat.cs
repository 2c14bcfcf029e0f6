namespace GoogLeNetSharp.Weights;

/// <summary>The file formats a state dict can be read from. They are told apart by content, never by file name.</summary>
public enum StateDictFormat
{
    /// <summary>safetensors: a JSON header, then the tensors' bytes. Read and written.</summary>
    Safetensors,

    /// <summary>What <c>torch.save</c> has written since PyTorch 1.6: a zip archive with a pickle and one entry per storage. Read
    /// only.</summary>
    PyTorchZip,

    /// <summary>What <c>torch.save</c> wrote before PyTorch 1.6: pickles one after another, then the storages. Read only.</summary>
    PyTorchLegacy,

    /// <summary>What TorchSharp's <c>Module.save</c> writes (usually named <c>.dat</c>). Read only.</summary>
    TorchSharp,

    /// <summary>ONNX: the graph's initializers, which PyTorch's exporter gives the names of the state dict unless it folds them. Read
    /// only.</summary>
    Onnx,
}
