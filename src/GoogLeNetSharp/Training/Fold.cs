namespace GoogLeNetSharp.Training;

/// <summary>One fold of a cross-validation.</summary>
/// <param name="Training">The items to learn from.</param>
/// <param name="Validation">The items to measure on: each item of the dataset in one fold.</param>
public sealed record Fold(Subset Training, Subset Validation);
