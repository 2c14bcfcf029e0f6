using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>What a network says of a batch.</summary>
internal static class Logits
{
    /// <summary>The logits N x classes, in float32.</summary>
    public static Tensor Of(nn.Module<Tensor, Tensor> model, Tensor images)
    {
        try
        {
            using var logits = model.call(images);
            return logits.to(ScalarType.Float32);
        }
        catch (ExternalException exception) when (images.dtype == ScalarType.BFloat16)
        {
            throw new ArgumentException(
                $"model: {nameof(TrainerOptions.Precision)} {nameof(TrainingPrecision.BFloat16)} is for networks that compute in their input's type, as this library's blocks do. "
                + $"This one does not: {exception.Message.Split('\n')[0]}.",
                nameof(model),
                exception);
        }
    }
}
