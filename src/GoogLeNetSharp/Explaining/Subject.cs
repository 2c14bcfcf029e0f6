using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>What is explained: images, the network that takes them, and one class for each. All methods of explaining check these
/// here.</summary>
internal static class Subject
{
    /// <summary>Checks what came before anything runs.</summary>
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

    /// <summary>Refuses a network in training mode: batch norms would look at the batch, and learn from it.</summary>
    public static void RequireEvaluation(Block network)
    {
        if (network.training) throw new InvalidOperationException("network: is in training mode; call eval() first.");
    }

    /// <summary>The classes to explain: those given, or for each image the one with the largest logit.</summary>
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

    /// <summary>Maps with the classes that they are for. The caller's dispose scope frees what this makes.</summary>
    public static Explanations Result(Tensor maps, Tensor logits, long[] classes)
    {
        var probabilities = logits.detach().to_type(ScalarType.Float32).softmax(1).gather(1, Index(classes, logits.device));
        return new Explanations(
            maps.MoveToOuterDisposeScope(), Array.AsReadOnly(classes), Array.AsReadOnly(probabilities.cpu().data<float>().ToArray()));
    }

    /// <summary>The gradient of a score, or null where it does not depend on the tensor.</summary>
    public static Tensor? Gradient(Tensor score, Tensor by)
    {
        if (!score.requires_grad || !by.requires_grad) return null;

        // Not autograd.grad: for a tensor that the score does not depend on it ends the process, or where unused ones are allowed, counts
        // a tensor that is none.
        autograd.backward([score], inputs: [by]);
        return by.grad;
    }

    /// <summary>One class for each row of logits, N x 1.</summary>
    public static Tensor Index(long[] classes, Device device) => tensor(classes, device: device).unsqueeze(1);
}
