using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Copies tensors into managed memory.</summary>
internal static class TensorWeight
{
    /// <summary>Copies a tensor of any floating type and device to a float32 array.</summary>
    public static Weight Of(Tensor source)
    {
        using var noGrad = no_grad();
        using var cpu = source.cpu();
        using var single = cpu.to(float32);
        using var dense = single.contiguous();
        var values = new float[dense.numel()];
        if (values.Length > 0) dense.data<float>().CopyTo(values);
        return Weight.Owning(values, dense.shape);
    }
}
