using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The functions for one vector width.</summary>
internal static class Functions<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Creates a pass that applies the function.</summary>
    public static ActivationPass Pass(Nonlinearity function) => Use<PassMaker, ActivationPass>(function, default);

    /// <summary>Creates a step that applies the function to a map.</summary>
    public static Step Step(Map input, Map output, Nonlinearity function) => Use<StepMaker, Step>(function, new StepMaker(input, output));

    private static TResult Use<TUser, TResult>(Nonlinearity function, TUser user)
        where TUser : struct, IFunctionUser<TVector, TResult> => function.Kind switch
        {
            NonlinearityKind.Clip => user.Use(new ClipFunction<TSimd, TVector>((float)function.Alpha, (float)function.Beta)),
            NonlinearityKind.LeakyRelu => user.Use(new LeakyReluFunction<TSimd, TVector>((float)function.Alpha)),
            NonlinearityKind.Sigmoid => user.Use(default(SigmoidFunction<TSimd, TVector>)),
            NonlinearityKind.HardSigmoid => user.Use(new HardSigmoidFunction<TSimd, TVector>((float)function.Alpha, (float)function.Beta)),
            NonlinearityKind.HardSwish => user.Use(default(HardSwishFunction<TSimd, TVector>)),
            NonlinearityKind.Silu => user.Use(default(SiluFunction<TSimd, TVector>)),
            _ => throw new ArgumentOutOfRangeException(nameof(function), function.Kind, "function: is none that there is code for."),
        };

    private readonly struct PassMaker : IFunctionUser<TVector, ActivationPass>
    {
        public ActivationPass Use<TFunction>(TFunction function)
            where TFunction : struct, IFunction<TVector> => new ActivationPass<TSimd, TVector, TFunction>(function);
    }

    private readonly struct StepMaker(Map input, Map output) : IFunctionUser<TVector, Step>
    {
        public Step Use<TFunction>(TFunction function)
            where TFunction : struct, IFunction<TVector> =>
            new ElementwiseStep<TSimd, TVector, ElementwiseFunction<TVector, TFunction>>(input, output,
                new ElementwiseFunction<TVector, TFunction>(function));
    }
}
