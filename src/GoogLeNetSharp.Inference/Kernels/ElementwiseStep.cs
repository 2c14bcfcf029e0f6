using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Elementwise arithmetic on maps of one size. A work item is a row of the map.</summary>
/// <typeparam name="TSimd">Vector width.</typeparam>
/// <typeparam name="TVector">Vector type.</typeparam>
/// <typeparam name="TOperation">The operation.</typeparam>
/// <param name="input">N x C x H x W.</param>
/// <param name="output">N x C x H x W.</param>
/// <param name="operation">The operation.</param>
internal sealed unsafe class ElementwiseStep<TSimd, TVector, TOperation>(Map input, Map output, TOperation operation) : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TOperation : struct, IElementwise<TVector>
{
    public override long Items => input.Images * input.Height;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        var compute = operation;
        for (var item = from; item < to; item++)
        {
            var (image, y) = Math.DivRem(item, input.Height);
            for (var x = 0L; x < input.Width; x++)
            {
                float* pixel = input.Pixel(memory.Arena, image, y, x), result = output.Pixel(memory.Arena, image, y, x);
                compute.Begin(memory.Arena, image, y, x);
                for (var c = 0L; c < input.Channels; c += TSimd.Lanes)
                {
                    var left = input.Channels - c;
                    VectorPart<TSimd, TVector>.Store(compute.Apply(VectorPart<TSimd, TVector>.Load(pixel + c, left), c, left),
                        result + c, left);
                }
            }
        }
    }
}
