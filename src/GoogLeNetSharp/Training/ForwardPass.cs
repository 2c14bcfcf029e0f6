using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Runs a network on a batch.</summary>
internal static class ForwardPass
{
    /// <summary>Computes the logits N x classes in float32.</summary>
    public static Tensor Logits(nn.Module<Tensor, Tensor> model, Tensor images)
    {
        using var logits = model.call(images);
        return logits.to(ScalarType.Float32);
    }
}
