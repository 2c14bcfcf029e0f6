namespace GoogLeNetSharp.Inspection;

/// <summary>What a <see cref="ModelWarning"/> is about.</summary>
public enum ModelWarningKind
{
    /// <summary>A module that the run never called.</summary>
    NeverCalled,

    /// <summary>A module whose calls cannot be seen: it takes or returns something other than one or two tensors.</summary>
    NotWatched,

    /// <summary>A layer with parameters for which there is no rule of multiply-adds: they are counted as 0.</summary>
    MultiplyAddsNotCounted,

    /// <summary>Parameters without gradient: <c>requires_grad</c> is false.</summary>
    Frozen,

    /// <summary>An image shrunk below 4 x 4 while convolutions with larger kernels are still to come.</summary>
    SmallImage,
}
