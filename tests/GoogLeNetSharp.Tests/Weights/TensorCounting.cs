namespace GoogLeNetSharp.Tests.Weights;

/// <summary>Tests that count live tensors: nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TensorCounting
{
    internal const string Name = "weights: counts live tensors";
}
