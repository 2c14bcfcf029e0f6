namespace GoogLeNetSharp.Inspection;

/// <summary>Kinds of <see cref="ModelWarning"/>.</summary>
public enum ModelWarningKind
{
    /// <summary>A module that was not called.</summary>
    NeverCalled,

    /// <summary>A module whose calls cannot be recorded, because its inputs or outputs are not one or two tensors.</summary>
    NotWatched,

    /// <summary>A layer with parameters but without a rule for multiply-adds, which are counted as 0.</summary>
    MultiplyAddsNotCounted,

    /// <summary>Parameters without gradient: <c>requires_grad</c> is false.</summary>
    Frozen,

    /// <summary>An image reduced below 4 x 4 before convolutions with kernels larger than 1 x 1.</summary>
    SmallImage,
}
