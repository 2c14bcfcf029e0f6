namespace GoogLeNetSharp.Inspection;

/// <summary>Direction of a drawn network.</summary>
public enum SvgOrientation
{
    /// <summary>From top to bottom, for a page.</summary>
    Vertical,

    /// <summary>From left to right, for a slide.</summary>
    Horizontal,
}
