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

    /// <summary>The logits that a network is measured by: with <see cref="TrainerOptions.TestTimeFlip"/>, the mean of those of the images
    /// and of their mirror images.</summary>
    public static Tensor MeasuredLogits(nn.Module<Tensor, Tensor> model, Tensor images, TrainerOptions options)
    {
        // modules of users, and mixed precision, leave what they compute in between to the scope
        using var scope = NewDisposeScope();
        var logits = options.TestTimeFlip ? (Logits(model, images) + Logits(model, images.flip(3))) / 2 : Logits(model, images);
        return logits.MoveToOuterDisposeScope();
    }
}
