namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The taps of a window at one position along one side of a map, those that fall on the map.</summary>
internal readonly struct WindowSpan
{
    private readonly long _start;
    private readonly long _dilation;

    /// <summary>The window at an output position.</summary>
    public WindowSpan(long position, long stride, long padding, long taps, long dilation, long size)
    {
        _start = (position * stride) - padding;
        _dilation = dilation;
        FirstTap = _start >= 0 ? 0 : Rounding.Ceiling(-_start, dilation);
        EndTap = Math.Max(FirstTap, Math.Min(taps, Rounding.Ceiling(size - _start, dilation)));
    }

    /// <summary>The first tap on the map.</summary>
    public long FirstTap { get; }

    /// <summary>The tap after the last one on the map.</summary>
    public long EndTap { get; }

    /// <summary>Where a tap is on the map.</summary>
    public long Position(long tap) => _start + (tap * _dilation);
}
