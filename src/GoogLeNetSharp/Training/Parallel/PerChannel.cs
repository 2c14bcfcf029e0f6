using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Converts values per channel between double precision and tensors.</summary>
internal static class PerChannel
{
    /// <summary>Gets the values of a tensor.</summary>
    public static double[] Values(Tensor tensor)
    {
        using var detached = tensor.detach();
        using var values = detached.to(ScalarType.Float64, CPU);
        return values.data<double>().ToArray();
    }

    /// <summary>Creates a tensor from values.</summary>
    public static Tensor Of(IEnumerable<double> values, ScalarType type, Device device) => tensor([.. values], dtype: type, device: device);

    /// <summary>Reshapes one value per channel to broadcast over N x C x ...</summary>
    public static Tensor Broadcastable(Tensor values, long dimensions) =>
        values.view([1, -1, .. Enumerable.Repeat(1L, (int)dimensions - 2)]);

    /// <summary>Gets the axes of N x C x ... except the channel axis.</summary>
    public static long[] OtherAxes(Tensor tensor) => [0, .. Enumerable.Range(2, (int)tensor.dim() - 2).Select(axis => (long)axis)];

    /// <summary>Computes the sum over each channel in double precision.</summary>
    public static double[] Sums(Tensor tensor)
    {
        using var sums = tensor.sum(OtherAxes(tensor));
        return Values(sums);
    }
}
