namespace GoogLeNetSharp.Explaining;

/// <summary>Anchor of a text.</summary>
internal enum PictureAnchor
{
    Start,
    Middle,
    End,
}
