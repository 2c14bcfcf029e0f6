using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Numerics;

/// <summary>Computes convolutions and gradients by definition, in double precision.</summary>
internal static class ReferenceConvolution
{
    /// <summary>Computes a case.</summary>
    // Optimized at once: it runs for milliseconds at the start of a process, too short for tiered compilation.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ConvolutionNumbers Compute(ConvolutionCase convolution, ConvolutionOperands operands)
    {
        var (input, weight, outputGradient) = (operands.Input, operands.Weight, operands.OutputGradient);
        var output = new double[outputGradient.Length];
        var inputGradient = convolution.Gradients ? new double[input.Length] : null;
        var weightGradient = convolution.Gradients ? new double[weight.Length] : null;
        var (side, outputSide, kernel) = (convolution.Side, convolution.OutputSide, convolution.Kernel);
        var (inGroup, outGroup) = (convolution.InChannels / convolution.Groups, convolution.OutChannels / convolution.Groups);

        for (var image = 0; image < convolution.Images; image++)
        {
            for (var k = 0; k < convolution.OutChannels; k++)
            {
                var outputMap = ((image * convolution.OutChannels) + k) * outputSide * outputSide;
                for (var c = 0; c < inGroup; c++)
                {
                    var inputMap = ((image * convolution.InChannels) + (k / outGroup * inGroup) + c) * side * side;
                    for (var tap = 0; tap < kernel * kernel; tap++)
                    {
                        var w = (((k * inGroup) + c) * kernel * kernel) + tap;
                        var top = (tap / kernel * convolution.Dilation) - convolution.Padding;
                        var left = (tap % kernel * convolution.Dilation) - convolution.Padding;
                        AddTap(w, outputMap, inputMap, top, left);
                    }
                }
            }
        }

        return new ConvolutionNumbers(output, inputGradient, weightGradient);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void AddTap(int w, int outputMap, int inputMap, int top, int left)
        {
            var sum = 0.0;
            for (var y = 0; y < outputSide; y++)
            {
                var fromY = (y * convolution.Stride) + top;
                if ((uint)fromY >= (uint)side) continue;
                for (var x = 0; x < outputSide; x++)
                {
                    var fromX = (x * convolution.Stride) + left;
                    if ((uint)fromX >= (uint)side) continue;
                    var (from, to) = (inputMap + (fromY * side) + fromX, outputMap + (y * outputSide) + x);
                    output[to] += (double)input[from] * weight[w];
                    if (inputGradient is null) continue;
                    inputGradient[from] += (double)outputGradient[to] * weight[w];
                    sum += (double)outputGradient[to] * input[from];
                }
            }

            if (weightGradient is not null) weightGradient[w] += sum;
        }
    }
}
