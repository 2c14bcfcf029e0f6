namespace GoogLeNetSharp.Inspection;

/// <summary>A column of the layer and stage tables.</summary>
public enum SummaryColumn
{
    /// <summary>The module's name, indented as a tree.</summary>
    Layer,

    /// <summary>The module's full path, as in the state dictionary.</summary>
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

    /// <summary>Receptive field of an output pixel: size, stride and offset.</summary>
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

    /// <summary>Bytes of the module's activations that training keeps.</summary>
    ActivationBytes,

    /// <summary>Number of calls.</summary>
    Calls,
}
