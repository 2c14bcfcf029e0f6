namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>A callback that receives a function type chosen at run time.</summary>
/// <typeparam name="TVector">Vector type.</typeparam>
/// <typeparam name="TResult">The result type.</typeparam>
internal interface IFunctionUser<TVector, TResult>
    where TVector : struct
{
    /// <summary>Creates the result.</summary>
    TResult Use<TFunction>(TFunction function)
        where TFunction : struct, IFunction<TVector>;
}
