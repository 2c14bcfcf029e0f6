using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GoogLeNetSharp.Inference;

/// <summary>
/// Convolves by Winograd's minimal filtering: the tiles of the input are transformed, multiplied with the transformed weights (36 matrix products over the
/// channels), and transformed into tiles of the output.
/// </summary>
/// <remarks>Compiled optimised at once, as every loop here that one call spends its time in: the runtime's tiers would notice too late.</remarks>
internal static unsafe class WinogradKernel<TNumber>
    where TNumber : struct, IMapNumber
{
    private const int Lanes = MatrixTile.Lanes;

    // One line of cache: without it the same place of all planes can fall into one set of the cache.
    private const int PlaneGap = Lanes;

    private const int Outputs = WinogradTile.Outputs;
    private const int Inputs = WinogradTile.Inputs;
    private const int Products = WinogradTile.Products;

    /// <summary>Bytes of memory that one worker needs.</summary>
    public static long WorkerBytes(in WinogradTiling tiling, long inChannels) =>
        checked(Products * (FactorPlane(tiling, Rounding.Up(inChannels, Lanes)) + ProductPlane(tiling)) * sizeof(float));

    /// <summary>Computes one worker's share of the items.</summary>
    public static void Run(in WinogradJob job, long worker)
    {
        var channels = (nint)Rounding.Up(job.Input.Channels, Lanes);
        var (factorPlane, productPlane) = ((nint)FactorPlane(job.Tiling, channels), (nint)ProductPlane(job.Tiling));
        var factors = (float*)job.Memory.Of(worker);
        var products = factors + (Products * factorPlane);
        var transformed = -1L;
        var panels = PanelWeights.Count(job.Output.Channels);
        var (from, to) = job.Memory.Items(worker);
        for (var item = from; item < to; item++)
        {
            var (block, panel) = Math.DivRem(item, panels);
            if (block != transformed) TransformInputs(job, block, factors, channels, factorPlane);
            transformed = block;
            Multiply(job, panel, factors, channels, factorPlane, products, productPlane);
            TransformOutputs(job, block, panel, products, productPlane);
        }
    }

    // Planes of one product each: tile x channel, channels filled up to whole vectors.
    private static long FactorPlane(in WinogradTiling tiling, long channels) => checked(tiling.TilesPerBlock * channels) + PlaneGap;

    private static long ProductPlane(in WinogradTiling tiling) => (tiling.TilesPerBlock * MatrixTile.Columns) + PlaneGap;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformInputs(in WinogradJob job, long block, float* factors, nint channels, nint plane)
    {
        var columns = stackalloc Vector512<float>[Products];
        var edge = stackalloc Vector512<float>[Products];
        nint across = (nint)job.Input.PixelStride * TNumber.Size, down = (nint)job.Input.Width * across;
        for (nint t = 0; t < job.Tiling.TilesPerBlock; t++)
        {
            var to = factors + (t * channels);
            var tile = (block * job.Tiling.TilesPerBlock) + t;
            if (tile >= job.Tiling.Tiles)
            {
                for (var p = 0; p < Products; p++) new Span<float>(to + (p * plane), (int)channels).Clear();
                continue;
            }

            var (image, y, x) = job.Tiling.Place(tile);
            y -= job.Padding.Height;
            x -= job.Padding.Width;
            var inside = y >= 0 && x >= 0 && y + Inputs <= job.Input.Height && x + Inputs <= job.Input.Width;
            var pixel = job.Input.Pixel(image, y, x);
            for (nint c = 0; c < channels; c += Lanes, pixel += Lanes * TNumber.Size)
            {
                if (inside && c + Lanes <= job.Input.Channels)
                {
                    for (nint j = 0; j < Inputs; j++) WinogradTile.Input<TNumber>(pixel + (j * across), down, columns + j, Inputs);
                }
                else
                {
                    GatherEdge(job, pixel, y, x, job.Input.Channels - c, edge);
                    for (nint j = 0; j < Inputs; j++)
                        WinogradTile.Input<Float32Number>((byte*)(edge + j), Inputs * sizeof(Vector512<float>), columns + j, Inputs);
                }

                for (nint i = 0; i < Inputs; i++)
                {
                    WinogradTile.Input<Float32Number>(
                        (byte*)(columns + (i * Inputs)), sizeof(Vector512<float>),
                        (Vector512<float>*)(to + c + (i * Inputs * plane)), plane / Lanes);
                }
            }
        }
    }

    // A tile that reaches over the map's edge, or over its last channel: zeros there.
    private static void GatherEdge(in WinogradJob job, byte* pixel, long y, long x, long channels, Vector512<float>* tile)
    {
        long across = job.Input.PixelStride * TNumber.Size, down = job.Input.Width * across;
        for (var i = 0L; i < Inputs; i++)
        {
            for (var j = 0L; j < Inputs; j++, tile++)
            {
                var from = pixel + (i * down) + (j * across);
                var outside = y + i < 0 || y + i >= job.Input.Height || x + j < 0 || x + j >= job.Input.Width;
                *tile = outside ? Vector512<float>.Zero : MapNumber<TNumber>.Load(from, channels);
            }
        }
    }

    private static void Multiply(in WinogradJob job, long panel, float* factors, nint channels, nint factorPlane, float* products, nint productPlane)
    {
        var depth = (nint)job.Input.Channels;
        var weight = WeightOf(job, panel) + MatrixTile.Columns;
        for (nint p = 0; p < Products; p++)
        {
            for (nint t = 0; t < job.Tiling.TilesPerBlock; t += MatrixTile.Rows)
            {
                MatrixTile.Multiply(
                    factors + (p * factorPlane) + (t * channels), channels, weight, depth, products + (p * productPlane) + (t * MatrixTile.Columns));
            }

            weight += depth * MatrixTile.Columns;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformOutputs(in WinogradJob job, long block, long panel, float* products, nint plane)
    {
        var columns = stackalloc Vector512<float>[Outputs * Inputs];
        var rows = stackalloc Vector512<float>[Outputs * Outputs];
        var bias = WeightOf(job, panel);
        var overflow = Vector512<float>.Zero;       // not-a-number from the first sum on that is not finite
        var stride = plane / Lanes;
        nint across = (nint)job.Output.PixelStride * TNumber.Size, down = (nint)job.Output.Width * across;
        var first = block * job.Tiling.TilesPerBlock;
        var count = Math.Min(job.Tiling.TilesPerBlock, job.Tiling.Tiles - first);
        for (nint t = 0; t < count; t++)
        {
            var (image, y, x) = job.Tiling.Place(first + t);
            var (height, width) = (Math.Min(Outputs, job.Output.Height - y), Math.Min(Outputs, job.Output.Width - x));
            var pixel = job.Output.Pixel(image, y, x) + (panel * MatrixTile.Columns * TNumber.Size);
            for (var lane = 0; lane < MatrixTile.Columns; lane += Lanes, pixel += Lanes * TNumber.Size)
            {
                var channelsLeft = job.Output.Channels - (panel * MatrixTile.Columns) - lane;
                if (channelsLeft <= 0) break;
                var from = (Vector512<float>*)(products + (t * MatrixTile.Columns) + lane);
                for (nint j = 0; j < Inputs; j++)
                    WinogradTile.Output(from + (j * stride), Inputs * stride, columns + j, Inputs);
                for (nint i = 0; i < Outputs; i++) WinogradTile.Output(columns + (i * Inputs), 1, rows + (i * Outputs), 1);

                var shift = Vector512.Load(bias + lane);
                for (nint i = 0; i < height; i++)
                {
                    for (nint j = 0; j < width; j++)
                    {
                        var sum = rows[(i * Outputs) + j];
                        overflow = Vector512.FusedMultiplyAdd(sum, Vector512<float>.Zero, overflow);
                        var value = MatrixTile.Finish(sum, shift, job.Relu);
                        MapNumber<TNumber>.Store(value, pixel + (i * down) + (j * across), channelsLeft);
                    }
                }
            }
        }

        if (overflow != Vector512<float>.Zero) *job.Overflowed = true;
    }

    private static float* WeightOf(in WinogradJob job, long panel) => job.Weight + (panel * PanelWeights.Size(job.Input.Channels, Products));
}
