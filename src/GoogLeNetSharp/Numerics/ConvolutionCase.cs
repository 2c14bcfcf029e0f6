using static TorchSharp.torch;

namespace GoogLeNetSharp.Numerics;

/// <summary>
/// A small convolution without bias, with a square map and kernel. Its values are small integers, so that every sum is exact.
/// </summary>
/// <param name="Type">float32 or bfloat16.</param>
/// <param name="InChannels">Channels of the input.</param>
/// <param name="OutChannels">Channels of the output.</param>
/// <param name="Kernel">Side of the kernel.</param>
internal sealed record ConvolutionCase(ScalarType Type, int InChannels, int OutChannels, int Kernel)
{
    /// <summary>Images of the batch.</summary>
    public int Images { get; init; } = 2;

    /// <summary>Side of the input in pixels.</summary>
    public int Side { get; init; } = 5;

    /// <summary>Stride of the kernel.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Zero pixels on each side.</summary>
    public int Padding { get; init; }

    /// <summary>Dilation of the kernel.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Number of channel groups.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether input and weight are channels-last.</summary>
    public bool ChannelsLast { get; init; }

    /// <summary>Whether the gradients of input and weight are also computed.</summary>
    public bool Gradients { get; init; } = true;

    /// <summary>Whether it runs on the process's default number of threads instead of one.</summary>
    public bool AllThreads { get; init; }

    /// <summary>Shape of the input, N x C x H x W.</summary>
    public long[] InputShape => [Images, InChannels, Side, Side];

    /// <summary>Shape of the weight, K x C / groups x kernel x kernel.</summary>
    public long[] WeightShape => [OutChannels, InChannels / Groups, Kernel, Kernel];

    /// <summary>Shape of the output, N x K x H' x W'.</summary>
    public long[] OutputShape => [Images, OutChannels, OutputSide, OutputSide];

    /// <summary>Side of the output in pixels.</summary>
    public int OutputSide => ((Side + (2 * Padding) - (Dilation * (Kernel - 1)) - 1) / Stride) + 1;

    /// <summary>
    /// Creates the operands (input, weight and output gradient) from integers from -3 to 3, which are the same in every process.
    /// </summary>
    public ConvolutionOperands Operands() =>
        new(WholeNumbers(InputShape, start: 1), WholeNumbers(WeightShape, start: 2), WholeNumbers(OutputShape, start: 3));

    /// <summary>Describes the convolution, for example: float32 2x24x5x5 by 64x24x5x5, padding 2, channels last, 1 thread.</summary>
    public override string ToString()
    {
        var type = Type == ScalarType.BFloat16 ? "bfloat16" : "float32";
        var text = $"{type} {string.Join('x', InputShape)} by {string.Join('x', WeightShape)}";
        if (Stride != 1) text += $", stride {Stride}";
        if (Padding != 0) text += $", padding {Padding}";
        if (Dilation != 1) text += $", dilation {Dilation}";
        if (Groups != 1) text += $", {Groups} groups";
        if (ChannelsLast) text += ", channels last";
        return text + (AllThreads ? ", all threads" : ", 1 thread");
    }

    // a linear congruential generator, of which the high bits are used
    private static float[] WholeNumbers(long[] shape, uint start)
    {
        var numbers = new float[shape[0] * shape[1] * shape[2] * shape[3]];
        var state = start;
        for (var i = 0; i < numbers.Length; i++)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            numbers[i] = (int)(state >> 24) % 7 - 3;
        }

        return numbers;
    }
}
