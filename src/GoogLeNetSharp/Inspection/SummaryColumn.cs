namespace GoogLeNetSharp.Inspection;

/// <summary>A column of the layer and stage tables.</summary>
public enum SummaryColumn
{
    /// <summary>The module's name, drawn as a tree.</summary>
    Layer,

    /// <summary>The module's whole path, as in the state dictionary.</summary>
    Path,

    /// <summary>CLR type.</summary>
    Type,

    /// <summary>Depth in the tree, 0 for the model.</summary>
    Depth,

    /// <summary>Input shape of the first call.</summary>
    Input,

    /// <summary>Output shape of the first call.</summary>
    Output,

    /// <summary>Kernel, stride and padding.</summary>
    Kernel,

    /// <summary>Size, stride and offset of what a pixel of the output sees of the image.</summary>
    ReceptiveField,

    /// <summary>Number of parameters.</summary>
    Parameters,

    /// <summary>Number of parameters with gradient.</summary>
    Trainable,

    /// <summary>Number of buffer elements.</summary>
    Buffers,

    /// <summary>Multiply-adds for the whole batch, without biases.</summary>
    MultiplyAdds,

    /// <summary>Bytes of the output of one call.</summary>
    OutputBytes,

    /// <summary>Bytes that training keeps of what the module makes.</summary>
    ActivationBytes,

    /// <summary>Number of calls.</summary>
    Calls,
}
