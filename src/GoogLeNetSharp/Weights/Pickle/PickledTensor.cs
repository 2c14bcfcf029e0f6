namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>A tensor as a pickle describes it; nothing about it has been checked against the storage yet.</summary>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides);
