using System.Runtime.CompilerServices;
using GoogLeNetSharp.Inference.Execution;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>One convolution by <see cref="DepthwiseConvolution{TSimd, TVector}"/>. An item is a row of the output.</summary>
internal sealed unsafe class DepthwiseStep<TSimd, TVector>(Convolution convolution, NativeBuffer weights) : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override long Items => convolution.Output.Images * convolution.Output.Height;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        var (input, output, window) = (convolution.Input, convolution.Output, convolution.Window);
        for (var row = from; row < to; row++)
        {
            var (image, y) = Math.DivRem(row, output.Height);
            var rows = new WindowSpan(y, window.Stride.Height, window.Padding.Height, window.KernelSize.Height, window.Dilation.Height, input.Height);
            for (var x = 0L; x < output.Width; x++)
            {
                var columns = new WindowSpan(x, window.Stride.Width, window.Padding.Width, window.KernelSize.Width, window.Dilation.Width, input.Width);
                var pixel = output.Pixel(memory.Arena, image, y, x);
                foreach (var c in new ChannelVectors(output.Channels, TSimd.Lanes))
                {
                    var sum = Load(weights.Address + c);
                    for (var i = rows.FirstTap; i < rows.EndTap; i++)
                    {
                        var line = input.Pixel(memory.Arena, image, rows.Position(i), 0) + c;
                        var taps = weights.Address + ((1 + (i * window.KernelSize.Width)) * output.Channels) + c;
                        for (var j = columns.FirstTap; j < columns.EndTap; j++)
                        {
                            sum = TSimd.MultiplyAdd(
                                Load(line + (columns.Position(j) * input.PixelStride)), Load(taps + (j * output.Channels)), sum);
                        }
                    }

                    VectorPart<TSimd, TVector>.Store(convolution.Relu ? TSimd.Relu(sum) : sum, pixel + c, output.Channels);
                }
            }

            convolution.Activation?.Apply(output.Pixel(memory.Arena, image, y, 0), output.Width, output.PixelStride, output.Channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Load(float* from) => VectorPart<TSimd, TVector>.Load(from, convolution.Output.Channels);
}
