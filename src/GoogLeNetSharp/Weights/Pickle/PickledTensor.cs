namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A tensor described by a pickle, not yet checked against its storage.</summary>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides);
