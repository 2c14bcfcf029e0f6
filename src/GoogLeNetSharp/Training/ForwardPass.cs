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

    /// <summary>Computes the logits N x classes for a validation: with <see cref="TrainerOptions.TestTimeFlip"/>, the mean over the images
    /// and their mirror images.</summary>
    public static Tensor MeasuredLogits(nn.Module<Tensor, Tensor> model, Tensor images, TrainerOptions options)
    {
        // intermediate tensors of the modules, and those of mixed precision, are disposed with the scope
        using var scope = NewDisposeScope();
        var logits = options.TestTimeFlip ? (Logits(model, images) + Logits(model, images.flip(3))) / 2 : Logits(model, images);
        return logits.MoveToOuterDisposeScope();
    }
}
