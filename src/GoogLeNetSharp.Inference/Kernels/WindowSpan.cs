namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The taps of a window that are on the map, for one position along one axis.</summary>
internal readonly struct WindowSpan
{
    private readonly long _start;
    private readonly long _dilation;

    /// <summary>Computes the taps at an output position.</summary>
    public WindowSpan(long position, long stride, long padding, long taps, long dilation, long size)
    {
        _start = (position * stride) - padding;
        _dilation = dilation;
        FirstTap = _start >= 0 ? 0 : Rounding.Ceiling(-_start, dilation);
        EndTap = Math.Max(FirstTap, Math.Min(taps, Rounding.Ceiling(size - _start, dilation)));
    }

    /// <summary>The first tap on the map.</summary>
    public long FirstTap { get; }

    /// <summary>End of the taps on the map, exclusive.</summary>
    public long EndTap { get; }

    /// <summary>Gets the position of a tap on the map.</summary>
    public long Position(long tap) => _start + (tap * _dilation);
}
