using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>A convolution with <see cref="DirectConvolution{TSimd, TVector}"/>.</summary>
/// <remarks>
/// A work item is a block of output rows of one image and a panel of output channels. If the window extends beyond the edge, a thread first
/// copies the rows of the block with padding. Adjacent columns of the window are then contiguous and form one run.
/// </remarks>
internal sealed unsafe class DirectStep<TSimd, TVector> : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // the padded rows of a block fit into the L2 cache of common processors
    private const long BlockBytes = 128_000;

    // enough rows of the product to amortize reading the weights
    private const long MinPixels = 64;

    private readonly Convolution _convolution;
    private readonly PanelGroups _panels;
    private readonly bool _padded;
    private readonly long _rowsPerBlock;
    private readonly long _blocksPerImage;
    private readonly long _panelsOfAll;
    private readonly long _paddedWidth;         // pixels
    private readonly long _pixel;               // distance between the pixels read by the window
    private readonly long _line;                // distance between rows
    private readonly nint[] _runs;
    private readonly nint _runLength;

    public DirectStep(Convolution convolution, PanelGroups panels, int threads)
    {
        (_convolution, _panels) = (convolution, panels);
        var (input, output, window) = (convolution.Input, convolution.Output, convolution.Window);
        _padded = window.Padding != (0, 0) || window.End != (0, 0);
        _paddedWidth = ((output.Width - 1) * window.Stride.Width) + ((window.KernelSize.Width - 1) * window.Dilation.Width) + 1;
        _pixel = _padded ? input.Channels : input.PixelStride;
        _line = (_padded ? _paddedWidth : input.Width) * _pixel;

        var rowBytes = window.Stride.Height * _paddedWidth * input.Channels * sizeof(float);
        var minRows = Rounding.Ceiling(MinPixels, output.Width);
        _panelsOfAll = panels.CountInGroup * convolution.Groups;
        var forThreads = output.Images * output.Height * _panelsOfAll / (8L * threads);
        var rows = Math.Min(output.Height, Math.Max(minRows, Math.Min(forThreads, BlockBytes / rowBytes)));
        _blocksPerImage = Rounding.Ceiling(output.Height, rows);
        _rowsPerBlock = Rounding.Ceiling(output.Height, _blocksPerImage);

        var joined = window.Dilation.Width == 1 && convolution.Groups == 1 && _pixel == input.Channels;
        var columns = joined ? 1 : window.KernelSize.Width;
        _runLength = (nint)(joined ? window.KernelSize.Width * input.Channels : convolution.GroupChannels);
        _runs = new nint[window.KernelSize.Height * columns];
        for (var i = 0; i < _runs.Length; i++)
            _runs[i] = (nint)((i / columns * window.Dilation.Height * _line) + (i % columns * window.Dilation.Width * _pixel));
    }

    public override long Items => _convolution.Output.Images * _blocksPerImage * _panelsOfAll;

    public override long Scratch => MatrixTile<TSimd, TVector>.Size + (_padded ? PaddedRows(_rowsPerBlock) * _line : 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        var (input, output) = (_convolution.Input, _convolution.Output);
        var (strideDown, strideAcross) = _convolution.Window.Stride;
        var padded = scratch + MatrixTile<TSimd, TVector>.Size;
        var rows = stackalloc float*[TSimd.Rows];
        fixed (nint* offsets = _runs)
        {
            var runs = new Runs(offsets, _runs.Length, _runLength);
            for (var item = from; item < to; item++)
            {
                var (block, panelOfAll) = Math.DivRem(item, _panelsOfAll);
                var (group, panel) = Math.DivRem(panelOfAll, _panels.CountInGroup);
                var (image, blockOfImage) = Math.DivRem(block, _blocksPerImage);
                var firstRow = blockOfImage * _rowsPerBlock;
                var pixels = Math.Min(_rowsPerBlock, output.Height - firstRow) * output.Width;
                if (pixels <= 0) continue;
                if (_padded && loaded != block) CopyPadded(memory.Arena, image, firstRow, padded);
                loaded = block;

                var panels = _panels[group];
                float* weight = panels.Plane(panel), bias = panels.Bias(panel);
                int vectors = panels.Vectors(panel), channels = panels.Channels(panel);
                var source = (_padded ? padded : input.Pixel(memory.Arena, image, firstRow * strideDown, 0))
                    + (group * _convolution.GroupChannels);
                var channel = (group * _convolution.GroupOutputs) + (panel * MatrixTile<TSimd, TVector>.Columns);
                var firstPixel = ((image * output.Height) + firstRow) * output.Width;
                var target = output.Pixel(memory.Arena, image, firstRow, 0) + channel;
                long y = 0, x = 0;
                for (var pixel = 0L; pixel < pixels; pixel += TSimd.Rows)
                {
                    var count = (int)Math.Min(TSimd.Rows, pixels - pixel);
                    for (var i = 0; i < TSimd.Rows; i++)
                    {
                        rows[i] = i < count ? source + (y * strideDown * _line) + (x * strideAcross * _pixel) : rows[count - 1];
                        if (++x < output.Width) continue;
                        x = 0;
                        y++;
                    }

                    TileOutput<TSimd, TVector>.Multiply(
                        rows, count, runs, weight, vectors, _convolution.Ending(memory.Arena, firstPixel + pixel, channel, bias),
                        target + (pixel * output.PixelStride), (nint)output.PixelStride, channels, scratch);
                }

                _convolution.Activation?.Apply(target, pixels, output.PixelStride, channels);
            }
        }
    }

    private long PaddedRows(long rows)
    {
        var window = _convolution.Window;
        return ((rows - 1) * window.Stride.Height) + ((window.KernelSize.Height - 1) * window.Dilation.Height) + 1;
    }

    private void CopyPadded(float* arena, long image, long firstRow, float* to)
    {
        var (input, window) = (_convolution.Input, _convolution.Window);
        var left = Math.Min(window.Padding.Width, _paddedWidth);
        var inside = Math.Max(0, Math.Min(input.Width, _paddedWidth - left));
        var top = (firstRow * window.Stride.Height) - window.Padding.Height;
        var rows = PaddedRows(Math.Min(_rowsPerBlock, _convolution.Output.Height - firstRow));
        for (var row = 0L; row < rows; row++, to += _line)
        {
            var y = top + row;
            if (y < 0 || y >= input.Height)
            {
                Clear(to, _line);
                continue;
            }

            Clear(to, left * input.Channels);
            CopyPixels(input.Pixel(arena, image, y, 0), inside, to + (left * input.Channels));
            Clear(to + ((left + inside) * input.Channels), (_paddedWidth - left - inside) * input.Channels);
        }
    }

    private void CopyPixels(float* from, long pixels, float* to)
    {
        var input = _convolution.Input;
        if (input.IsDense)
        {
            Buffer.MemoryCopy(from, to, pixels * input.Channels * sizeof(float), pixels * input.Channels * sizeof(float));
            return;
        }

        for (var i = 0L; i < pixels; i++, from += input.PixelStride, to += input.Channels)
            Buffer.MemoryCopy(from, to, input.Channels * sizeof(float), input.Channels * sizeof(float));
    }

    private static void Clear(float* from, long count) =>
        System.Runtime.InteropServices.NativeMemory.Clear(from, (nuint)(count * sizeof(float)));
}
