namespace GoogLeNetSharp.Explaining;

/// <summary>Which part of a text stands at its place.</summary>
internal enum PictureAnchor
{
    Start,
    Middle,
    End,
}
