namespace GoogLeNetSharp.Inspection;

/// <summary>Which way a drawn network runs.</summary>
public enum SvgOrientation
{
    /// <summary>From top to bottom, for a page.</summary>
    Vertical,

    /// <summary>From left to right, for a slide.</summary>
    Horizontal,
}
