namespace GoogLeNetSharp.Training;

/// <summary>One fold of a cross-validation.</summary>
/// <param name="Training">The items to learn from.</param>
/// <param name="Validation">The items to measure on: each item of the dataset in one fold.</param>
public sealed record Fold(Subset Training, Subset Validation)
{
    /// <summary>The sizes: <c>training: 40 items, validation: 10 items</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"training: {Training.Count} items, validation: {Validation.Count} items");
}
