namespace GoogLeNetSharp.Inference;

/// <summary>One 1x1 convolution of one batch: a product of pixels x input channels with input channels x output channels, in float32.</summary>
internal readonly unsafe struct PointwiseJob
{
    // Half of the second-level cache of the processors that have 512-bit vectors.
    private const long BlockBytes = 512_000;

    /// <summary>A job for two maps of the same pixels, <see cref="MatrixTile.Rows"/> or more.</summary>
    public PointwiseJob(MapView input, MapView output, float* weight, bool relu)
    {
        Input = input;
        Output = output;
        Weight = weight;
        Relu = relu;
        Groups = Rounding.Ceiling(input.Pixels, MatrixTile.Rows);
        Panels = PanelWeights.Count(output.Channels);
        var most = Math.Max(1, BlockBytes / (MatrixTile.Rows * input.Channels * sizeof(float)));
        GroupsPerBlock = Rounding.Ceiling(Groups, Rounding.Ceiling(Groups, most));
    }

    /// <summary>N x C x H x W.</summary>
    public MapView Input { get; }

    /// <summary>N x K x H x W.</summary>
    public MapView Output { get; }

    /// <summary>As <see cref="PanelWeights"/> lays them out.</summary>
    public float* Weight { get; }

    /// <summary>Whether negative outputs become 0.</summary>
    public bool Relu { get; }

    /// <summary>Groups of as many pixels as a <see cref="MatrixTile"/> has rows.</summary>
    public long Groups { get; }

    /// <summary>Panels of as many output channels as a <see cref="MatrixTile"/> has columns.</summary>
    public long Panels { get; }

    /// <summary>Groups that stay in the processor core's own cache while all panels are multiplied with them.</summary>
    public long GroupsPerBlock { get; }

    /// <summary>What can be computed in parallel, a group by a panel: block x panel x group of the block, the last block filled up.</summary>
    public long Items => Rounding.Ceiling(Groups, GroupsPerBlock) * Panels * GroupsPerBlock;
}
