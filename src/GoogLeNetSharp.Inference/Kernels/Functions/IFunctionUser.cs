namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Makes something of a function whose type is chosen at run time.</summary>
/// <typeparam name="TVector">The vectors.</typeparam>
/// <typeparam name="TResult">What is made.</typeparam>
internal interface IFunctionUser<TVector, TResult>
    where TVector : struct
{
    /// <summary>Makes it.</summary>
    TResult Use<TFunction>(TFunction function)
        where TFunction : struct, IFunction<TVector>;
}
