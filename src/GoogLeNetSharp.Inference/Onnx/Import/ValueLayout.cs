namespace GoogLeNetSharp.Onnx.Import;

/// <summary>Layouts of the output of a node.</summary>
internal enum ValueLayout
{
    /// <summary>Unchanged: N x C x H x W or N x F.</summary>
    Plain,

    /// <summary>A channels-last map: N x H x W x C.</summary>
    ChannelsLast,

    /// <summary>A map with channels split into groups: N x groups x C / groups x H x W.</summary>
    Grouped,

    /// <summary>A map with channels split into groups and transposed: N x C / groups x groups x H x W.</summary>
    Exchanged,

    /// <summary>A map of one channel without the channel axis: N x H x W.</summary>
    WithoutChannel,
}
