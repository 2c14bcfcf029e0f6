namespace GoogLeNetSharp.Training;

/// <summary>A fold of a cross-validation.</summary>
/// <param name="Training">The training items.</param>
/// <param name="Validation">The validation items. Each item of the dataset is in the validation set of one fold.</param>
public sealed record Fold(Subset Training, Subset Validation)
{
    /// <summary>Returns the sizes: <c>training: 40 items, validation: 10 items</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"training: {Training.Count} items, validation: {Validation.Count} items");
}
