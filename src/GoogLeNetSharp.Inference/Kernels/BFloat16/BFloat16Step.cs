using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>A convolution with <see cref="BFloat16Convolution"/>.</summary>
/// <remarks>
/// A work item is a block of output rows of one image and a panel of output channels. A thread first rounds the padded input rows of the
/// block into its scratch memory, and multiplies them with all its panels.
/// </remarks>
internal sealed unsafe class BFloat16Step : Step
{
    // the rounded rows of a block fit into the L2 cache of common processors
    private const long BlockBytes = 128_000;

    // enough rows of the product to amortize reading the weights
    private const long MinPixels = 64;

    private const int TileNumbers = BFloat16Code.Rows * BFloat16Code.Columns;

    private readonly Convolution _convolution;
    private readonly PanelGroups _panels;
    private readonly BFloat16Code _code;
    private readonly long _panelsOfAll;
    private readonly long _rowsPerBlock;
    private readonly long _blocksPerImage;
    private readonly (long Down, long Across) _step;        // distance between rounded pixels, in pixels of the input
    private readonly (long Down, long Across) _stride;      // distance between outputs, in rounded pixels
    private readonly long _width;                           // rounded pixels per row
    private readonly long _pixel;                           // distance between rounded pixels, in values
    private readonly nint[] _runs;
    private readonly nint _runBytes;

    public BFloat16Step(Convolution convolution, PanelGroups panels, BFloat16Code code, int threads)
    {
        _convolution = convolution = AsRows(convolution);
        (_panels, _code) = (panels, code);
        var (input, output, window) = (convolution.Input, convolution.Output, convolution.Window);

        // pixels skipped by the stride of a 1x1 window are not rounded
        _step = (window.KernelSize.Height == 1 ? window.Stride.Height : 1, window.KernelSize.Width == 1 ? window.Stride.Width : 1);
        _stride = (window.Stride.Height / _step.Down, window.Stride.Width / _step.Across);
        _width = ((output.Width - 1) * _stride.Across) + ((window.KernelSize.Width - 1) * window.Dilation.Width) + 1;
        _pixel = 2 * BFloat16Convolution.Pairs(input.Channels);

        _panelsOfAll = panels.CountInGroup * convolution.Groups;
        var minRows = Rounding.Ceiling(MinPixels, output.Width);
        var forThreads = output.Images * output.Height * _panelsOfAll / (8L * threads);
        var cached = BlockBytes / (_stride.Down * _width * _pixel * sizeof(ushort));
        var rows = Math.Min(output.Height, Math.Max(minRows, Math.Min(forThreads, cached)));
        _blocksPerImage = Rounding.Ceiling(output.Height, rows);
        _rowsPerBlock = Rounding.Ceiling(output.Height, _blocksPerImage);

        var joined = window.Dilation.Width == 1 && convolution.Groups == 1;
        var columns = joined ? 1 : window.KernelSize.Width;
        _runBytes = (nint)((joined ? window.KernelSize.Width * _pixel : convolution.GroupChannels) * sizeof(ushort));
        _runs = new nint[window.KernelSize.Height * columns];
        for (var i = 0; i < _runs.Length; i++)
        {
            _runs[i] = (nint)(((i / columns * window.Dilation.Height * _width) + (i % columns * window.Dilation.Width)) * _pixel
                * sizeof(ushort));
        }
    }

    public override long Items => _convolution.Output.Images * _blocksPerImage * _panelsOfAll;

    public override long Scratch => TileNumbers + Rounding.Ceiling(RoundedRows(_rowsPerBlock) * _width * _pixel, 2);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        var output = _convolution.Output;
        var rounded = (ushort*)(scratch + TileNumbers);
        var rows = stackalloc ushort*[BFloat16Code.Rows];
        fixed (nint* offsets = _runs)
        {
            var runs = new Runs(offsets, _runs.Length, _runBytes);
            for (var item = from; item < to; item++)
            {
                var (block, panelOfAll) = Math.DivRem(item, _panelsOfAll);
                var (group, panel) = Math.DivRem(panelOfAll, _panels.CountInGroup);
                var (image, blockOfImage) = Math.DivRem(block, _blocksPerImage);
                var firstRow = blockOfImage * _rowsPerBlock;
                var pixels = Math.Min(_rowsPerBlock, output.Height - firstRow) * output.Width;
                if (pixels <= 0) continue;
                if (loaded != block) RoundRows(memory.Arena, image, firstRow, rounded);
                loaded = block;

                var panels = _panels[group];
                float* weight = panels.Plane(panel), bias = panels.Bias(panel);
                int vectors = panels.Vectors(panel), channels = panels.Channels(panel);
                var source = rounded + (group * _convolution.GroupChannels);
                var channel = (group * _convolution.GroupOutputs) + (panel * BFloat16Code.Columns);
                var firstPixel = ((image * output.Height) + firstRow) * output.Width;
                var target = output.Pixel(memory.Arena, image, firstRow, 0) + channel;
                long y = 0, x = 0;
                for (var pixel = 0L; pixel < pixels; pixel += BFloat16Code.Rows)
                {
                    var count = (int)Math.Min(BFloat16Code.Rows, pixels - pixel);
                    for (var i = 0; i < BFloat16Code.Rows; i++)
                    {
                        rows[i] = i < count ? source + (((y * _stride.Down * _width) + (x * _stride.Across)) * _pixel) : rows[count - 1];
                        if (++x < output.Width) continue;
                        x = 0;
                        y++;
                    }

                    _code.Multiply(rows, count == 1 ? 1 : BFloat16Code.Rows, runs, weight, vectors, scratch);
                    var ending = _convolution.Ending(memory.Arena, firstPixel + pixel, channel, bias);
                    Write(scratch, count, vectors, ending, target + (pixel * output.PixelStride), channels);
                }

                _convolution.Activation?.Apply(target, pixels, output.PixelStride, channels);
            }
        }
    }

    // For a 1x1 convolution, all pixels form one column, so tiles may span rows and images.
    private static Convolution AsRows(Convolution convolution)
    {
        if (convolution.Window is not { KernelSize: (1, 1), Stride: (1, 1), Padding: (0, 0), End: (0, 0) }) return convolution;
        return convolution with
        {
            Input = Column(convolution.Input),
            Output = Column(convolution.Output),
            Addend = convolution.Addend is { } addend ? Column(addend) : null,
        };

        static Map Column(Map map) => map with { Images = 1, Height = map.Pixels, Width = 1 };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(float* sums, int rows, int vectors, TileEnding ending, float* to, int channels)
    {
        for (var row = 0; row < rows; row++, to += _convolution.Output.PixelStride)
        {
            for (var column = 0; column < vectors * BFloat16Code.Lanes; column += BFloat16Code.Lanes, sums += BFloat16Code.Lanes)
            {
                if (column + BFloat16Code.Lanes <= channels)
                {
                    var vector = Simd512.Add(Simd512.Load(sums), Simd512.Load(ending.Bias + column));
                    Simd512.Store(ending.Apply<Simd512, Vector512<float>>(vector, row, column), to + column);
                    continue;
                }

                for (var c = column; c < channels; c++) to[c] = ending.Apply(sums[c - column] + ending.Bias[c], row, c);
            }
        }
    }

    private long RoundedRows(long rows)
    {
        var window = _convolution.Window;
        return ((rows - 1) * _stride.Down) + ((window.KernelSize.Height - 1) * window.Dilation.Height) + 1;
    }

    private void RoundRows(float* arena, long image, long firstRow, ushort* to)
    {
        var (input, window) = (_convolution.Input, _convolution.Window);
        var rows = RoundedRows(Math.Min(_rowsPerBlock, _convolution.Output.Height - firstRow));
        for (var row = 0L; row < rows; row++, to += _width * _pixel)
        {
            var y = (firstRow * window.Stride.Height) + (row * _step.Down) - window.Padding.Height;
            if (y < 0 || y >= input.Height) Clear(to, _width);
            else RoundRow(input.Pixel(arena, image, y, 0), to);
        }
    }

    private void RoundRow(float* from, ushort* to)
    {
        var (input, padding) = (_convolution.Input, _convolution.Window.Padding.Width);
        var left = Math.Min(_width, Rounding.Ceiling(padding, _step.Across));
        var first = (left * _step.Across) - padding;
        var inside = first >= input.Width ? 0 : Math.Min(_width - left, Rounding.Ceiling(input.Width - first, _step.Across));
        Clear(to, left);
        to += left * _pixel;
        from += first * input.PixelStride;
        if (_step.Across == 1 && input.PixelStride == _pixel && input.IsDense)
        {
            _code.Round(from, (nint)(inside * _pixel), to);
            to += inside * _pixel;
        }
        else
        {
            for (var x = 0L; x < inside; x++, from += _step.Across * input.PixelStride, to += _pixel)
            {
                _code.Round(from, (nint)input.Channels, to);
                if (_pixel > input.Channels) to[input.Channels] = 0;
            }
        }

        Clear(to, _width - left - inside);
    }

    private void Clear(ushort* from, long pixels) => NativeMemory.Clear(from, (nuint)(pixels * _pixel * sizeof(ushort)));
}
