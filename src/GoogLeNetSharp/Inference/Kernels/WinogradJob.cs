namespace GoogLeNetSharp.Inference;

/// <summary>One 3x3 convolution of stride 1 of one batch.</summary>
internal readonly unsafe struct WinogradJob
{
    /// <summary>N x C x H x W.</summary>
    public required MapView Input { get; init; }

    /// <summary>N x K x H' x W'.</summary>
    public required MapView Output { get; init; }

    /// <summary>Zeros around the input.</summary>
    public required (long Height, long Width) Padding { get; init; }

    /// <summary>As <see cref="PanelWeights"/> lays them out.</summary>
    public required float* Weight { get; init; }

    /// <summary>Whether negative outputs become 0.</summary>
    public required bool Relu { get; init; }

    /// <summary>The tiles that the output is made of.</summary>
    public required WinogradTiling Tiling { get; init; }

    /// <summary>Each worker's items and memory. An item is one panel of output channels for one block of tiles.</summary>
    public required WorkerMemory Memory { get; init; }

    /// <summary>Becomes true where a sum is not finite.</summary>
    public required bool* Overflowed { get; init; }
}
