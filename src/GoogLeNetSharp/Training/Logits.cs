using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>What a network says of a batch.</summary>
internal static class Logits
{
    /// <summary>The logits N x classes, in float32.</summary>
    public static Tensor Of(nn.Module<Tensor, Tensor> model, Tensor images)
    {
        using var logits = model.call(images);
        return logits.to(ScalarType.Float32);
    }
}
