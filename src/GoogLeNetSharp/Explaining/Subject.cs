using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>The subject of an explanation: a network, its images, and one class for each image. Validates the arguments of all explanation
/// methods.</summary>
internal static class Subject
{
    /// <summary>Validates the arguments before anything runs.</summary>
    public static void Check(Block network, Tensor images, IReadOnlyList<long>? classes)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        if (network.Program.Whole.Check(images, network, nameof(images)) || images.dim() != 4)
            throw new ArgumentException($"images: expected N x C x H x W, got {ImageInput.Text(images.shape)}.", nameof(images));
        RequireEvaluation(network);
        if (classes is not null && classes.Count != images.shape[0])
        {
            throw new ArgumentException(
                $"classes: expected one for each of {images.shape[0]} images, got {classes.Count}.", nameof(classes));
        }
    }

    /// <summary>Throws for a network in training mode, in which batch norms would use and update batch statistics.</summary>
    public static void RequireEvaluation(Block network)
    {
        if (network.training) throw new InvalidOperationException("network: is in training mode; call eval() first.");
    }

    /// <summary>Gets the classes to explain: the given ones, or the class with the largest logit of each image.</summary>
    public static long[] Classes(Tensor logits, IReadOnlyList<long>? classes)
    {
        if (logits.dim() != 2)
            throw new InvalidOperationException($"network: expected logits N x classes, got {ImageInput.Text(logits.shape)}.");
        var count = logits.shape[1];
        foreach (var wanted in classes ?? [])
        {
            if (wanted < 0 || wanted >= count)
                throw new ArgumentOutOfRangeException(nameof(classes), wanted, $"classes: the network's are 0 to {count - 1}.");
        }

        if (classes is not null) return [.. classes];
        using var largest = logits.argmax(1);
        return [.. largest.cpu().data<long>()];
    }

    /// <summary>Creates the result from maps and classes. The caller's dispose scope frees the temporaries.</summary>
    public static Explanations Result(Tensor maps, Tensor logits, long[] classes)
    {
        var probabilities = logits.detach().to_type(ScalarType.Float32).softmax(1).gather(1, Index(classes, logits.device));
        return new Explanations(
            maps.MoveToOuterDisposeScope(), Array.AsReadOnly(classes), Array.AsReadOnly(probabilities.cpu().data<float>().ToArray()));
    }

    /// <summary>Computes the gradient of a score, or returns null if it does not depend on the tensor.</summary>
    public static Tensor? Gradient(Tensor score, Tensor by)
    {
        if (!score.requires_grad || !by.requires_grad) return null;

        // Does not use autograd.grad: if the score does not depend on the tensor, it ends the process, or, with allow_unused, returns an
        // invalid tensor.
        autograd.backward([score], inputs: [by]);
        return by.grad;
    }

    /// <summary>Creates the class indices as a tensor N x 1, one for each row of logits.</summary>
    public static Tensor Index(long[] classes, Device device) => tensor(classes, device: device).unsqueeze(1);
}
