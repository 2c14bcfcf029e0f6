namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>A function of single numbers.</summary>
/// <typeparam name="TVector">The vectors.</typeparam>
internal interface IFunction<TVector>
    where TVector : struct
{
    /// <summary>Applies it to each number; not-a-number stays.</summary>
    TVector Apply(TVector values);
}
