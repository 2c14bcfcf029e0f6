using GoogLeNetSharp.Inference.Execution;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>
/// Weights as <see cref="MatrixTile{TSimd, TVector}"/> reads them, in panels of two vectors of output channels: the biases, then plane x
/// depth x output channel, so that they are read from front to back. The last panel has one vector where that is enough; missing output
/// channels are zeros.
/// </summary>
internal sealed unsafe class Panels : IDisposable
{
    private readonly NativeBuffer _numbers;
    private readonly int _lanes;

    /// <summary>Makes panels of zeros.</summary>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="depth">Rows of each plane.</param>
    /// <param name="planes">Matrices that are multiplied apart.</param>
    /// <param name="lanes">Numbers of a vector.</param>
    public Panels(long outChannels, long depth, long planes, int lanes)
    {
        (OutChannels, Depth, Planes, _lanes) = (outChannels, depth, planes, lanes);
        _numbers = new NativeBuffer(checked((1 + (depth * planes)) * Rounding.Up(outChannels, lanes)));
        _numbers.Clear();
    }

    /// <summary>Output channels.</summary>
    public long OutChannels { get; }

    /// <summary>Rows of each plane.</summary>
    public long Depth { get; }

    /// <summary>Matrices that are multiplied apart.</summary>
    public long Planes { get; }

    /// <summary>How many panels there are.</summary>
    public long Count => Rounding.Ceiling(OutChannels, 2 * _lanes);

    /// <summary>Vectors of a panel's row.</summary>
    public int Vectors(long panel) => Channels(panel) > _lanes ? 2 : 1;

    /// <summary>Output channels of a panel.</summary>
    public int Channels(long panel) => (int)Math.Min(2 * _lanes, OutChannels - (panel * 2 * _lanes));

    /// <summary>The biases of a panel.</summary>
    public float* Bias(long panel) => _numbers.Address + (panel * 2 * _lanes * (1 + (Depth * Planes)));

    /// <summary>The first plane of a panel.</summary>
    public float* Plane(long panel) => Bias(panel) + (Vectors(panel) * _lanes);

    /// <summary>The place of an output channel: its bias, and behind it its weights, <paramref name="stride"/> numbers apart.</summary>
    public float* Column(long channel, out nint stride)
    {
        var (panel, column) = Math.DivRem(channel, 2 * _lanes);
        stride = Vectors(panel) * _lanes;
        return Bias(panel) + column;
    }

    public void Dispose() => _numbers.Dispose();
}
