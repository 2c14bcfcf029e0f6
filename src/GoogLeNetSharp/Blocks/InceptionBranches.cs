using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>What every Inception module does with its branches: each reads the same input, and their outputs are joined along the channels.</summary>
internal static class InceptionBranches
{
    public static Tensor Concatenate(Tensor input, Tensor weight, string module, params ReadOnlySpan<nn.Module<Tensor, Tensor>> branches)
    {
        var shape = ImageInput.Check(input, weight.shape[1], weight, module);
        if (shape[^2] < 1 || shape[^1] < 1) throw ImageInput.SizeError(shape, 1, null, module);

        var outputs = new List<Tensor>(branches.Length);
        try
        {
            foreach (var branch in branches) outputs.Add(branch.call(input));
            return cat(outputs, dim: -3);       // the channel axis, with a batch (1) and without (0)
        }
        finally
        {
            foreach (var output in outputs) output.Dispose();
        }
    }
}
