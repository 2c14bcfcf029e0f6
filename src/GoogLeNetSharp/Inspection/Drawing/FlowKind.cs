namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>What a step of a block does with the values it reads, as far as a drawing shows it.</summary>
internal enum FlowKind
{
    Input,
    Call,
    Concat,
    Add,
    Pool,

    /// <summary>What changes values but not the way they take: ReLU, a factor, flattening.</summary>
    Other,
}
