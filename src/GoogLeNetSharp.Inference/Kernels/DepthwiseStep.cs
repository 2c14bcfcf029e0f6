using System.Runtime.CompilerServices;
using GoogLeNetSharp.Inference.Execution;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>A convolution with <see cref="DepthwiseConvolution{TSimd, TVector}"/>. A work item is a row of the output.</summary>
/// <remarks>Adjacent pixels with windows inside the row are computed together, so that each weight is read once.</remarks>
internal sealed unsafe class DepthwiseStep<TSimd, TVector> : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Together = 4;

    // channel vectors processed per pass over a row: their weights and input pixels stay in the L1 cache
    private const int VectorsPerPass = 4;

    private readonly Convolution _convolution;
    private readonly NativeBuffer _weights;
    private readonly long _firstInside;         // the pixels of a row with windows inside the row
    private readonly long _endInside;
    private readonly nint _lineStep;            // distance between vertically adjacent taps, in floats
    private readonly nint _tapStep;             // distance between horizontally adjacent taps, in floats
    private readonly nint _pixelStep;           // distance between the windows of adjacent pixels
    private readonly long _channelsPerPass;

    public DepthwiseStep(Convolution convolution, NativeBuffer weights)
    {
        (_convolution, _weights) = (convolution, weights);
        var (input, output, window) = (convolution.Input, convolution.Output, convolution.Window);
        _lineStep = (nint)(window.Dilation.Height * input.Width * input.PixelStride);
        _tapStep = (nint)(window.Dilation.Width * input.PixelStride);
        _pixelStep = (nint)(window.Stride.Width * input.PixelStride);
        _channelsPerPass = Math.Min(output.Channels, VectorsPerPass * TSimd.Lanes);
        var span = ((window.KernelSize.Width - 1) * window.Dilation.Width) + 1;
        _firstInside = Math.Min(output.Width, Rounding.Ceiling(window.Padding.Width, window.Stride.Width));
        var last = input.Width + window.Padding.Width - span;
        _endInside = last < 0 ? _firstInside : Math.Clamp((last / window.Stride.Width) + 1, _firstInside, output.Width);
        if (_endInside - _firstInside < Together || output.Channels < TSimd.Lanes) _endInside = _firstInside;
    }

    public override long Items => _convolution.Output.Images * _convolution.Output.Height;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        var (input, output, window) = (_convolution.Input, _convolution.Output, _convolution.Window);
        for (var item = from; item < to; item++)
        {
            var (image, y) = Math.DivRem(item, output.Height);
            var rows = new WindowSpan(y, window.Stride.Height, window.Padding.Height, window.KernelSize.Height, window.Dilation.Height,
                input.Height);
            var line = input.Pixel(memory.Arena, image, rows.FirstTap < rows.EndTap ? rows.Position(rows.FirstTap) : 0, 0);
            var weights = _weights.Address + ((1 + (rows.FirstTap * window.KernelSize.Width)) * output.Channels);
            var target = output.Pixel(memory.Arena, image, y, 0);
            for (var channel = 0L; channel < output.Channels; channel += _channelsPerPass)
            {
                var first = Math.Min(channel, output.Channels - _channelsPerPass);      // the last two overlap
                MultiplyRow(line + first, (int)(rows.EndTap - rows.FirstTap), _weights.Address + first, weights + first, target + first);
            }

            _convolution.Activation?.Apply(target, output.Width, output.PixelStride, output.Channels);
        }
    }

    // computes some channels of a row
    private void MultiplyRow(float* line, int lines, float* bias, float* weights, float* target)
    {
        var (input, output, window) = (_convolution.Input, _convolution.Output, _convolution.Window);
        for (var x = 0L; x < output.Width; x++)
        {
            if (x == _firstInside && _endInside > x)
            {
                for (; x < _endInside; x += Together)
                {
                    var first = Math.Min(x, _endInside - Together);                     // the last two overlap
                    var start = line + (((first * window.Stride.Width) - window.Padding.Width) * input.PixelStride);
                    Multiply(start, lines, bias, weights, target + (first * output.PixelStride));
                }

                x = _endInside - 1;
                continue;
            }

            var columns = new WindowSpan(x, window.Stride.Width, window.Padding.Width, window.KernelSize.Width, window.Dilation.Width,
                input.Width);
            var begin = line + ((columns.FirstTap < columns.EndTap ? columns.Position(columns.FirstTap) : 0) * input.PixelStride);
            Multiply(
                begin, lines, (int)(columns.EndTap - columns.FirstTap), bias, weights + (columns.FirstTap * output.Channels),
                target + (x * output.PixelStride));
        }
    }

    // computes adjacent pixels with complete windows
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(float* start, int lines, float* bias, float* weights, float* to)
    {
        nint channels = (nint)_convolution.Output.Channels, toStep = (nint)_convolution.Output.PixelStride, pixelStep = _pixelStep;
        var taps = (int)_convolution.Window.KernelSize.Width;
        var relu = _convolution.Relu;
        foreach (var channel in new ChannelVectors(_channelsPerPass, TSimd.Lanes))
        {
            var c = (nint)channel;
            TVector sum0 = TSimd.Load(bias + c), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            float* line = start + c, weight = weights + c;
            for (var i = 0; i < lines; i++, line += _lineStep)
            {
                var at = line;
                for (var j = 0; j < taps; j++, at += _tapStep, weight += channels)
                {
                    var factor = TSimd.Load(weight);
                    sum0 = TSimd.MultiplyAdd(TSimd.Load(at), factor, sum0);
                    sum1 = TSimd.MultiplyAdd(TSimd.Load(at + pixelStep), factor, sum1);
                    sum2 = TSimd.MultiplyAdd(TSimd.Load(at + (2 * pixelStep)), factor, sum2);
                    sum3 = TSimd.MultiplyAdd(TSimd.Load(at + (3 * pixelStep)), factor, sum3);
                }
            }

            var target = to + c;
            TSimd.Store(relu ? TSimd.Relu(sum0) : sum0, target);
            TSimd.Store(relu ? TSimd.Relu(sum1) : sum1, target + toStep);
            TSimd.Store(relu ? TSimd.Relu(sum2) : sum2, target + (2 * toStep));
            TSimd.Store(relu ? TSimd.Relu(sum3) : sum3, target + (3 * toStep));
        }
    }

    // computes one pixel from the taps of its window on the map
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(float* start, int lines, int taps, float* bias, float* weights, float* to)
    {
        if (_channelsPerPass < TSimd.Lanes)
        {
            MultiplyPart(start, lines, taps, bias, weights, to);
            return;
        }

        nint lineStep = _lineStep, tapStep = _tapStep, weightStep = (nint)_convolution.Output.Channels;
        var weightLine = (nint)_convolution.Window.KernelSize.Width * weightStep;
        foreach (var channel in new ChannelVectors(_channelsPerPass, TSimd.Lanes))
        {
            var c = (nint)channel;
            var sum = TSimd.Load(bias + c);
            for (var i = 0; i < lines; i++)
            {
                float* at = start + (i * lineStep) + c, weight = weights + (i * weightLine) + c;
                for (var j = 0; j < taps; j++, at += tapStep, weight += weightStep)
                {
                    sum = TSimd.MultiplyAdd(TSimd.Load(at), TSimd.Load(weight), sum);
                }
            }

            TSimd.Store(_convolution.Relu ? TSimd.Relu(sum) : sum, to + c);
        }
    }

    // the same for fewer channels than a vector has; a separate method, because its calls would spill the other's sums to memory
    private void MultiplyPart(float* start, int lines, int taps, float* bias, float* weights, float* to)
    {
        var channels = _channelsPerPass;
        var weightLine = _convolution.Window.KernelSize.Width * channels;
        var sum = VectorPart<TSimd, TVector>.Load(bias, channels);
        for (var i = 0; i < lines; i++)
        {
            float* at = start + (i * _lineStep), weight = weights + (i * weightLine);
            for (var j = 0; j < taps; j++, at += _tapStep, weight += channels)
            {
                sum = TSimd.MultiplyAdd(VectorPart<TSimd, TVector>.Load(at, channels),
                    VectorPart<TSimd, TVector>.Load(weight, channels), sum);
            }
        }

        VectorPart<TSimd, TVector>.Store(_convolution.Relu ? TSimd.Relu(sum) : sum, to, channels);
    }
}
