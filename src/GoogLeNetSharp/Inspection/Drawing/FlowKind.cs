namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>Kinds of steps of a block, as shown in drawings.</summary>
internal enum FlowKind
{
    Input,
    Call,
    Concat,
    Add,
    Pool,

    /// <summary>Changes values but not the data flow: ReLU, a factor, flattening.</summary>
    Other,
}
