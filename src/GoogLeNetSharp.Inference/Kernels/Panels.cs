using GoogLeNetSharp.Inference.Execution;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>
/// Weights in the layout of <see cref="MatrixTile{TSimd, TVector}"/>, in panels of two vectors of output channels: the biases, then plane x
/// depth x output channel, so that they are read sequentially. The last panel has one vector if that suffices; missing output channels are
/// zeros.
/// </summary>
internal sealed unsafe class Panels : IDisposable
{
    private readonly NativeBuffer _numbers;
    private readonly int _lanes;

    /// <summary>Initializes panels with zeros.</summary>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="depth">Rows per plane.</param>
    /// <param name="planes">Number of separate matrices.</param>
    /// <param name="lanes">Lanes per vector.</param>
    public Panels(long outChannels, long depth, long planes, int lanes)
    {
        (OutChannels, Depth, Planes, _lanes) = (outChannels, depth, planes, lanes);
        _numbers = new NativeBuffer(checked((1 + (depth * planes)) * Rounding.Up(outChannels, lanes)));
        _numbers.Clear();
    }

    /// <summary>Output channels.</summary>
    public long OutChannels { get; }

    /// <summary>Rows per plane.</summary>
    public long Depth { get; }

    /// <summary>Number of separate matrices.</summary>
    public long Planes { get; }

    /// <summary>Number of panels.</summary>
    public long Count => Rounding.Ceiling(OutChannels, 2 * _lanes);

    /// <summary>Gets the number of vectors in a row of a panel.</summary>
    public int Vectors(long panel) => Channels(panel) > _lanes ? 2 : 1;

    /// <summary>Gets the number of output channels of a panel.</summary>
    public int Channels(long panel) => (int)Math.Min(2 * _lanes, OutChannels - (panel * 2 * _lanes));

    /// <summary>Gets the biases of a panel.</summary>
    public float* Bias(long panel) => _numbers.Address + (panel * 2 * _lanes * (1 + (Depth * Planes)));

    /// <summary>Gets the first plane of a panel.</summary>
    public float* Plane(long panel) => Bias(panel) + (Vectors(panel) * _lanes);

    /// <summary>Gets the address of an output channel: its bias, followed by its weights at intervals of <paramref name="stride"/>
    /// floats.</summary>
    public float* Column(long channel, out nint stride)
    {
        var (panel, column) = Math.DivRem(channel, 2 * _lanes);
        stride = Vectors(panel) * _lanes;
        return Bias(panel) + column;
    }

    public void Dispose() => _numbers.Dispose();
}
