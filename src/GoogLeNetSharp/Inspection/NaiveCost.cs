namespace GoogLeNetSharp.Inspection;

/// <summary>The cost of an Inception module without reductions, with the same widths and input.</summary>
/// <param name="Parameters">Number of parameters.</param>
/// <param name="MultiplyAdds">Multiply-adds for the whole batch.</param>
/// <param name="OutChannels">Output channels: the pool keeps all input channels.</param>
public sealed record NaiveCost(long Parameters, long MultiplyAdds, long OutChannels);
