namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>An elementwise function.</summary>
/// <typeparam name="TVector">Vector type.</typeparam>
internal interface IFunction<TVector>
    where TVector : struct
{
    /// <summary>Applies the function to each lane. Propagates not-a-number.</summary>
    TVector Apply(TVector values);
}
