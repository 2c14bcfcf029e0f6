using static TorchSharp.torch;

namespace GoogLeNetSharp.Numerics;

/// <summary>
/// A small convolution without bias, square in map and kernel, whose numbers are known: small whole numbers, so that every sum is exact.
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

    /// <summary>Step of the kernel.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Zero pixels on each side.</summary>
    public int Padding { get; init; }

    /// <summary>Distance between the kernel's taps.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Groups of channels that do not see each other.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether input and weight are laid out with the channels last.</summary>
    public bool ChannelsLast { get; init; }

    /// <summary>Whether the gradients to input and weight are computed too.</summary>
    public bool Gradients { get; init; } = true;

    /// <summary>Whether it runs on as many threads as the process's other convolutions, not on one.</summary>
    public bool AllThreads { get; init; }

    /// <summary>N x C x H x W.</summary>
    public long[] InputShape => [Images, InChannels, Side, Side];

    /// <summary>K x C / groups x kernel x kernel.</summary>
    public long[] WeightShape => [OutChannels, InChannels / Groups, Kernel, Kernel];

    /// <summary>N x K x H' x W'.</summary>
    public long[] OutputShape => [Images, OutChannels, OutputSide, OutputSide];

    /// <summary>Side of the output in pixels.</summary>
    public int OutputSide => ((Side + (2 * Padding) - (Dilation * (Kernel - 1)) - 1) / Stride) + 1;

    /// <summary>
    /// The operands: input, weight and the gradient that comes back, of whole numbers from -3 to 3, the same in every process.
    /// </summary>
    public ConvolutionOperands Operands() =>
        new(WholeNumbers(InputShape, start: 1), WholeNumbers(WeightShape, start: 2), WholeNumbers(OutputShape, start: 3));

    /// <summary>The convolution in words: float32 2x24x5x5 by 64x24x5x5, padding 2, channels last, 1 thread.</summary>
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

    // A linear congruential generator; its high bits decide.
    private static float[] WholeNumbers(long[] shape, uint start)
    {
        var numbers = new float[shape.Aggregate(1L, (product, size) => product * size)];
        var state = start;
        for (var i = 0; i < numbers.Length; i++)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            numbers[i] = (int)(state >> 24) % 7 - 3;
        }

        return numbers;
    }
}
