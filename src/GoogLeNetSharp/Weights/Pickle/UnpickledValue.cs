namespace GoogLeNetSharp.Weights.Pickle;

/// <summary>The result of unpickling.</summary>
/// <param name="Value">The value left on the stack.</param>
/// <param name="Storages">All referenced storages, by key.</param>
internal sealed record UnpickledValue(object? Value, IReadOnlyDictionary<string, PickledStorage> Storages);
