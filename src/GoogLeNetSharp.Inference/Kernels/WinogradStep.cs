using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>A convolution with <see cref="WinogradConvolution{TSimd, TVector}"/>. A work item is a block of tiles and a panel of output
/// channels.</summary>
internal sealed unsafe class WinogradStep<TSimd, TVector> : Step
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Outputs = WinogradTransform.Outputs;
    private const int Inputs = WinogradTransform.Inputs;
    private const int Products = WinogradTransform.Products;

    // half of the L2 cache of common processors, which products and weights also use
    private const long BlockBytes = 512_000;

    // a gap keeps the same position of all planes from mapping to one cache set
    private const int PlaneGap = 16;

    private readonly Convolution _convolution;
    private readonly Panels _panels;
    private readonly WinogradTiling _tiling;
    private readonly RowBlocks _blocks;
    private readonly nint _channels;            // padded to full vectors
    private readonly nint _factorPlane;
    private readonly nint _productPlane;

    public WinogradStep(Convolution convolution, Panels panels, int threads, Lazy<Step>? exact)
    {
        Exact = exact;
        (_convolution, _panels) = (convolution, panels);
        var output = convolution.Output;
        _tiling = new WinogradTiling(output.Images, output.Height, output.Width);
        _channels = (nint)Rounding.Up(convolution.Input.Channels, TSimd.Lanes);
        var most = Math.Max(TSimd.Rows, BlockBytes / (Products * _channels * sizeof(float)) / TSimd.Rows * TSimd.Rows);
        var forThreads = Math.Max(4 * TSimd.Rows, _tiling.Tiles * panels.Count / (8L * threads));
        var blocks = Rounding.Ceiling(_tiling.Tiles, Math.Min(most, forThreads));
        _blocks = new RowBlocks(_tiling.Tiles, Rounding.Up(Rounding.Ceiling(_tiling.Tiles, blocks), TSimd.Rows));
        _factorPlane = ((nint)_blocks.Size * _channels) + PlaneGap;
        _productPlane = ((nint)_blocks.Size * MatrixTile<TSimd, TVector>.Columns) + PlaneGap;
    }

    public override Lazy<Step>? Exact { get; }

    public override long Items => _blocks.Count * _panels.Count;

    public override long Scratch => Products * (_factorPlane + _productPlane + (2 * TSimd.Lanes));

    public override void Run(in Memory memory, float* scratch, ref long loaded, long from, long to)
    {
        var products = scratch + (Products * _factorPlane);
        var tile = products + (Products * _productPlane);
        for (var item = from; item < to; item++)
        {
            var (block, panel) = Math.DivRem(item, _panels.Count);
            var (first, last) = _blocks[block];
            if (block != loaded) TransformInputs(memory.Arena, first, last, scratch, tile);
            loaded = block;
            Multiply(panel, last - first, scratch, products);
            if (!TransformOutputs(memory.Arena, first, last, panel, products, tile)) *memory.NotFinite = 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformInputs(float* arena, long first, long last, float* factors, float* columns)
    {
        var input = _convolution.Input;
        var edge = columns + (Products * TSimd.Lanes);
        nint across = (nint)input.PixelStride, down = (nint)input.Width * across, lanes = TSimd.Lanes;
        for (var tile = first; tile < last; tile++, factors += _channels)
        {
            var (image, y, x) = _tiling.Place(tile);
            y -= _convolution.Window.Padding.Height;
            x -= _convolution.Window.Padding.Width;
            var inside = y >= 0 && x >= 0 && y + Inputs <= input.Height && x + Inputs <= input.Width;
            var pixel = input.Pixel(arena, image, y, x);
            for (nint c = 0; c < _channels; c += lanes, pixel += lanes)
            {
                if (inside && c + lanes <= input.Channels)
                {
                    for (nint j = 0; j < Inputs; j++)
                    {
                        WinogradTile<TSimd, TVector>.Input(pixel + (j * across), down, columns + (j * lanes), Inputs * lanes);
                    }
                }
                else
                {
                    GatherEdge(pixel, y, x, input.Channels - c, edge);
                    for (nint j = 0; j < Inputs; j++)
                        WinogradTile<TSimd, TVector>.Input(edge + (j * lanes), Inputs * lanes, columns + (j * lanes), Inputs * lanes);
                }

                for (nint i = 0; i < Inputs; i++)
                {
                    WinogradTile<TSimd, TVector>.Input(columns + (i * Inputs * lanes), lanes, factors + c + (i * Inputs * _factorPlane),
                        _factorPlane);
                }
            }
        }
    }

    // a tile that extends beyond the map or its last channel is zero-padded
    private void GatherEdge(float* pixel, long y, long x, long channels, float* tile)
    {
        var input = _convolution.Input;
        for (var i = 0L; i < Inputs; i++)
        {
            for (var j = 0L; j < Inputs; j++, tile += TSimd.Lanes)
            {
                var outside = y + i < 0 || y + i >= input.Height || x + j < 0 || x + j >= input.Width;
                TSimd.Store(outside
                    ? TSimd.Zero
                    : VectorPart<TSimd, TVector>.Load(pixel + (((i * input.Width) + j) * input.PixelStride), channels), tile);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(long panel, long tiles, float* factors, float* products)
    {
        nint depth = (nint)_panels.Depth, start = 0;
        var runs = new Runs(&start, 1, depth);
        var rows = stackalloc float*[TSimd.Rows];
        var weight = _panels.Plane(panel);
        var vectors = _panels.Vectors(panel);
        for (nint p = 0; p < Products; p++, factors += _factorPlane, products += _productPlane)
        {
            for (nint tile = 0; tile < tiles; tile += TSimd.Rows)
            {
                var count = (int)Math.Min(TSimd.Rows, tiles - tile);
                for (var i = 0; i < TSimd.Rows; i++) rows[i] = factors + ((tile + Math.Min(i, count - 1)) * _channels);
                MatrixTile<TSimd, TVector>.Multiply(
                    rows, count, runs, weight, vectors, new TileEnding(null, null, 0, relu: false),
                    products + (tile * vectors * TSimd.Lanes), vectors * TSimd.Lanes);
            }

            weight += depth * vectors * TSimd.Lanes;
        }
    }

    // Whether all outputs are finite.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TransformOutputs(float* arena, long first, long last, long panel, float* products, float* columns)
    {
        var output = _convolution.Output;
        nint lanes = TSimd.Lanes, across = (nint)output.PixelStride, down = (nint)output.Width * across;
        nint addendAcross = (nint)(_convolution.Addend?.PixelStride ?? 0), addendDown = (nint)output.Width * addendAcross;
        var row = columns + (Outputs * Inputs * lanes);
        var vectors = _panels.Vectors(panel);
        var probe = TSimd.Zero;     // becomes not-a-number if a value is not finite
        for (var tile = first; tile < last; tile++)
        {
            var (image, y, x) = _tiling.Place(tile);
            nint height = (nint)Math.Min(Outputs, output.Height - y), width = (nint)Math.Min(Outputs, output.Width - x);
            var pixel = output.Pixel(arena, image, y, x) + (panel * MatrixTile<TSimd, TVector>.Columns);
            var addend = _convolution.Addend is { } map ? map.Pixel(arena, image, y, x)
                + (panel * MatrixTile<TSimd, TVector>.Columns) : null;
            for (var vector = 0; vector < vectors; vector++, products += lanes, pixel += lanes, addend += addend is null ? 0 : lanes)
            {
                for (nint j = 0; j < Inputs; j++)
                {
                    WinogradTile<TSimd, TVector>.Output(products + (j * _productPlane), Inputs * _productPlane, columns + (j * lanes),
                        Inputs * lanes);
                }

                var target = new WinogradOutput(pixel, across, down, addend, addendAcross, addendDown, _convolution.Relu);
                var bias = TSimd.Load(_panels.Bias(panel) + (vector * lanes));
                var channels = _panels.Channels(panel) - (vector * lanes);
                probe = width == Outputs && channels >= lanes
                    ? target.Write<TSimd, TVector>(columns, bias, height, probe)
                    : target.WritePart<TSimd, TVector>(columns, row, bias, height, width, channels, probe);
                if (_convolution.Activation is { } activation)
                {
                    for (nint i = 0; i < height; i++) activation.Apply(pixel + (i * down), width, across, Math.Min(channels, lanes));
                }
            }
        }

        TSimd.Store(probe, columns);
        return !new ReadOnlySpan<float>(columns, TSimd.Lanes).ContainsAnyExcept(0);
    }
}
