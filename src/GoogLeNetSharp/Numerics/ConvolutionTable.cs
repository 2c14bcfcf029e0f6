using static TorchSharp.torch;

namespace GoogLeNetSharp.Numerics;

/// <summary>
/// The convolutions of the check. They are few and small, because each compiles up to three kernels, and cover every known kind of wrong
/// convolution for every instruction set of oneDNN.
/// </summary>
internal static class ConvolutionTable
{
    // Kernels larger than 3x3 or several images, because libtorch computes the smallest float32 convolutions without oneDNN. One thread by
    // default, because on a busy machine synchronizing threads takes milliseconds.
    private static readonly ConvolutionCase[] BothTypes =
    [
        new(ScalarType.Float32, 20, 24, 3) { Side = 3, Padding = 1 },                    // multiples of neither 16 nor 8
        new(ScalarType.Float32, 12, 10, 3) { Side = 3, Padding = 1, ChannelsLast = true },
        new(ScalarType.Float32, 16, 32, 3) { Side = 3, Padding = 1 },                                       // multiples of 16
        new(ScalarType.Float32, 24, 8, 3) { Side = 4, Padding = 2, Dilation = 2, AllThreads = true, Gradients = false },
        new(ScalarType.Float32, 48, 24, 3) { Side = 3, Padding = 1, Groups = 2, Gradients = false },
    ];

    private static readonly ConvolutionCase[] Float32Only =
    [
        new(ScalarType.Float32, 3, 64, 7) { Images = 1, Side = 5, Padding = 3, Stride = 2 },                // the stem's 7x7
        new(ScalarType.Float32, 24, 24, 3) { Side = 3, Padding = 1, Groups = 24 },
        new(ScalarType.Float32, 24, 64, 5) { Images = 1, Side = 2, Padding = 2 },                           // inception4b's 5x5
        new(ScalarType.Float32, 24, 20, 3) { Side = 3, Padding = 1 },
        new(ScalarType.Float32, 12, 10, 3) { Side = 3, Padding = 1, Gradients = false },
        new(ScalarType.Float32, 512, 112, 1) { Side = 2, ChannelsLast = true, AllThreads = true, Gradients = false },   // inception4b's 1x1
        new(ScalarType.Float32, 3, 112, 1) { Side = 2, ChannelsLast = true, AllThreads = true, Gradients = false },
        new(ScalarType.Float32, 16, 208, 3) { Side = 2, Padding = 1, ChannelsLast = true, Gradients = false },          // inception4a's 3x3
        new(ScalarType.Float32, 24, 64, 5) { Images = 1, Side = 2, Padding = 2, ChannelsLast = true, Gradients = false },
    ];

    // without gradients, which take milliseconds here and are covered by other cases
    private static readonly ConvolutionCase[] BFloat16Only =
    [
        new(ScalarType.BFloat16, 3, 64, 7) { Images = 1, Side = 5, Padding = 3, Stride = 2, Gradients = false },
        new(ScalarType.BFloat16, 24, 24, 3) { Side = 3, Padding = 1, Groups = 24, Gradients = false },
        new(ScalarType.BFloat16, 24, 64, 5) { Images = 1, Side = 2, Padding = 2, Gradients = false },
        new(ScalarType.BFloat16, 1, 1, 2) { Images = 1, Side = 2 },
        new(ScalarType.BFloat16, 24, 64, 1) { Side = 2, ChannelsLast = true, Gradients = false },
    ];

    /// <summary>The cases.</summary>
    public static IReadOnlyList<ConvolutionCase> Cases { get; } =
    [
        .. BothTypes, .. Float32Only,
        .. Array.ConvertAll(BothTypes, convolution => convolution with { Type = ScalarType.BFloat16 }), .. BFloat16Only,
    ];
}
