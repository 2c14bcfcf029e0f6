using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>One matrix product of pixels x input channels by input channels x output channels, directly from map to map.</summary>
internal sealed unsafe class PointwiseStep<TSimd, TVector> : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly Convolution _convolution;
    private readonly Panels _panels;
    private readonly RowBlocks _blocks;

    public PointwiseStep(Convolution convolution, Panels panels, int threads)
    {
        (_convolution, _panels) = (convolution, panels);
        _blocks = RowBlocks.Of(convolution.Input.Pixels, convolution.Input.Channels, panels.Count, TSimd.Rows, threads);
    }

    public override long Items => _blocks.Count * _panels.Count;

    public override long Scratch => MatrixTile<TSimd, TVector>.Size;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        var (source, target) = (_convolution.Input, _convolution.Output);
        var rows = stackalloc float*[TSimd.Rows];
        nint start = 0;
        var runs = new Runs(&start, 1, (nint)source.Channels);
        float* input = source.In(memory.Arena), output = target.In(memory.Arena);
        for (var item = from; item < to; item++)
        {
            var (block, panel) = Math.DivRem(item, _panels.Count);
            var (first, last) = _blocks[block];
            float* weight = _panels.Plane(panel), bias = _panels.Bias(panel);
            int vectors = _panels.Vectors(panel), channels = _panels.Channels(panel);
            var column = output + (panel * MatrixTile<TSimd, TVector>.Columns);
            for (var row = first; row < last; row += TSimd.Rows)
            {
                var count = (int)Math.Min(TSimd.Rows, last - row);
                for (var i = 0; i < TSimd.Rows; i++) rows[i] = input + ((row + Math.Min(i, count - 1)) * source.PixelStride);
                TileOutput<TSimd, TVector>.Multiply(
                    rows, count, runs, weight, vectors,
                    _convolution.Ending(memory.Arena, row, panel * MatrixTile<TSimd, TVector>.Columns, bias),
                    column + (row * target.PixelStride), (nint)target.PixelStride, channels, scratch);
            }

            _convolution.Activation?.Apply(column + (first * target.PixelStride), last - first, target.PixelStride, channels);
        }
    }
}
