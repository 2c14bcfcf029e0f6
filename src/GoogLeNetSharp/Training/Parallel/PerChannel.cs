using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>One number for each channel, in double precision or as a tensor.</summary>
internal static class PerChannel
{
    /// <summary>The values of a tensor.</summary>
    public static double[] Values(Tensor tensor)
    {
        using var detached = tensor.detach();
        using var values = detached.to(ScalarType.Float64, CPU);
        return values.data<double>().ToArray();
    }

    /// <summary>The values as a tensor.</summary>
    public static Tensor Of(IEnumerable<double> values, ScalarType type, Device device) => tensor([.. values], dtype: type, device: device);

    /// <summary>A tensor of one value a channel that broadcasts over N x C x ...</summary>
    public static Tensor Broadcastable(Tensor values, long dimensions) =>
        values.view([1, -1, .. Enumerable.Repeat(1L, (int)dimensions - 2)]);

    /// <summary>The axes of N x C x ... but the channels'.</summary>
    public static long[] OtherAxes(Tensor tensor) => [0, .. Enumerable.Range(2, (int)tensor.dim() - 2).Select(axis => (long)axis)];

    /// <summary>The sum over each channel, in double precision.</summary>
    public static double[] Sums(Tensor tensor)
    {
        using var sums = tensor.sum(OtherAxes(tensor));
        return Values(sums);
    }
}
