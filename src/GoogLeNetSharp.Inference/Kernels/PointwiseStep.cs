using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>One product of pixels x input channels with input channels x output channels, straight from map to map.</summary>
internal sealed unsafe class PointwiseStep<TSimd, TVector> : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly Map _input;
    private readonly Map _output;
    private readonly Panels _panels;
    private readonly bool _relu;
    private readonly RowBlocks _blocks;

    /// <summary>A step for two maps of the same pixels.</summary>
    public PointwiseStep(Map input, Map output, Panels panels, bool relu, int threads)
    {
        (_input, _output, _panels, _relu) = (input, output, panels, relu);
        _blocks = RowBlocks.Of(input.Pixels, input.Channels, panels.Count, TSimd.Rows, threads);
    }

    public override long Items => _blocks.Count * _panels.Count;

    public override long Scratch => MatrixTile<TSimd, TVector>.Size;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        var rows = stackalloc float*[TSimd.Rows];
        nint start = 0;
        var runs = new Runs(&start, 1, (nint)_input.Channels);
        float* input = _input.In(memory.Arena), output = _output.In(memory.Arena);
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
                for (var i = 0; i < TSimd.Rows; i++) rows[i] = input + ((row + Math.Min(i, count - 1)) * _input.PixelStride);
                TileOutput<TSimd, TVector>.Multiply(
                    rows, count, runs, weight, vectors, bias, _relu, column + (row * _output.PixelStride), (nint)_output.PixelStride, channels, scratch);
            }
        }
    }
}
