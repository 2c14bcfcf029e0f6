using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <inheritdoc/>
/// <typeparam name="TSimd">Vector width.</typeparam>
/// <typeparam name="TVector">Vector type.</typeparam>
/// <typeparam name="TFunction">The function.</typeparam>
/// <param name="function">The function.</param>
internal sealed unsafe class ActivationPass<TSimd, TVector, TFunction>(TFunction function) : ActivationPass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TFunction : struct, IFunction<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Apply(float* pixel, long pixels, long stride, long channels)
    {
        var apply = function;
        for (var i = 0L; i < pixels; i++, pixel += stride)
        {
            nint c = 0;
            for (; c + TSimd.Lanes <= (nint)channels; c += TSimd.Lanes) TSimd.Store(apply.Apply(TSimd.Load(pixel + c)), pixel + c);
            var left = (nint)channels - c;
            if (left > 0) VectorPart<TSimd, TVector>.Store(apply.Apply(VectorPart<TSimd, TVector>.Load(pixel + c, left)), pixel + c, left);
        }
    }
}
