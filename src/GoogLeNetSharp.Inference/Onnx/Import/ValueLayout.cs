namespace GoogLeNetSharp.Onnx.Import;

/// <summary>How the output of a node is seen.</summary>
internal enum ValueLayout
{
    /// <summary>As it is: N x C x H x W or N x F.</summary>
    Plain,

    /// <summary>A map with its channels behind: N x H x W x C.</summary>
    ChannelsLast,

    /// <summary>A map whose channels are cut into groups: N x groups x C / groups x H x W.</summary>
    Grouped,

    /// <summary>That with both axes exchanged: N x C / groups x groups x H x W.</summary>
    Exchanged,

    /// <summary>A map of one channel without its axis: N x H x W.</summary>
    WithoutChannel,
}
