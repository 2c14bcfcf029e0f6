namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>What is done to the bytes of a file.</summary>
internal enum MutationKind
{
    FlipBit,
    SetByte,
    Truncate,
    Delete,
    Insert,
    Repeat,
    Fill,
    SetInt32,
    SetInt64,
    MoveTo,
}
