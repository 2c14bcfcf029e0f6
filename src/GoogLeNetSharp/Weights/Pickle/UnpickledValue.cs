namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>What a pickle describes.</summary>
/// <param name="Value">The value left on the stack.</param>
/// <param name="Storages">Every storage it refers to, by key.</param>
internal sealed record UnpickledValue(object? Value, IReadOnlyDictionary<string, PickledStorage> Storages);
