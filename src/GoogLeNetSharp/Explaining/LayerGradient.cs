using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>A stage's maps, weighted by the gradient of a class there.</summary>
internal static class LayerGradient
{
    public static Explanations Explain(Block network, Tensor images, string? layer, IReadOnlyList<long>? classes, Func<Tensor, Tensor, Tensor> weights)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        var program = network.Program;
        if (program.Whole.Check(images, network, nameof(images)) || images.dim() != 4)
            throw new ArgumentException($"images: expected N x C x H x W, got {ImageInput.Text(images.shape)}.", nameof(images));
        if (network.training) throw new InvalidOperationException("network: is in training mode; call eval() first.");
        if (classes is not null && classes.Count != images.shape[0])
            throw new ArgumentException($"classes: expected one for each of {images.shape[0]} images, got {classes.Count}.", nameof(classes));

        var name = Layer(network, images.shape, layer);
        using var gradients = enable_grad();
        using var input = images.detach();
        input.requires_grad = true;
        var outputs = new Segment(program, 0, [program.Find(name, nameof(layer)), program.Whole.Outputs[0]]).Run(input);
        using var maps = outputs[0];
        using var logits = outputs[1];
        if (logits.dim() != 2) throw new InvalidOperationException($"network: expected logits N x classes, got {ImageInput.Text(logits.shape)}.");
        return Explain(maps, logits, name, classes, weights);
    }

    private static Explanations Explain(Tensor maps, Tensor logits, string layer, IReadOnlyList<long>? classes, Func<Tensor, Tensor, Tensor> weights)
    {
        using var scope = NewDisposeScope();
        var count = logits.shape[1];
        foreach (var wanted in classes ?? [])
        {
            if (wanted < 0 || wanted >= count)
                throw new ArgumentOutOfRangeException(nameof(classes), wanted, $"classes: the network's are 0 to {count - 1}.");
        }

        long[] chosen = classes is null ? logits.argmax(1).cpu().data<long>().ToArray() : [.. classes];
        var index = tensor(chosen, device: logits.device).unsqueeze(1);
        var score = logits.gather(1, index).sum();

        // Native code ends the process for a tensor that the score does not depend on, unless unused ones are allowed.
        var gradient = maps.requires_grad && score.requires_grad ? autograd.grad([score], [maps], allow_unused: true)[0] : null;
        if (gradient is null || gradient.IsInvalid)
            throw new InvalidOperationException($"network: its output has no gradient at layer {layer}.");

        using var noGrad = no_grad();
        var detached = maps.detach().to_type(ScalarType.Float32);
        var result = (weights(detached, gradient.to_type(ScalarType.Float32)) * detached).sum(1).relu();
        var probabilities = logits.detach().to_type(ScalarType.Float32).softmax(1).gather(1, index).cpu().data<float>().ToArray();
        return new Explanations(result.MoveToOuterDisposeScope(), Array.AsReadOnly(chosen), Array.AsReadOnly(probabilities));
    }

    private static string Layer(Block network, long[] shape, string? layer)
    {
        var program = network.Program;
        var maps = network.StageShapes(shape).Where(stage => stage.Shape.Length == 4 && program.Whole.Computes(program.Stages[stage.Name])).ToArray();
        if (maps.Length == 0) throw new InvalidOperationException("network: has no stage whose output is a map N x C x H x W.");
        if (layer is null) return maps.LastOrDefault(stage => stage.Shape[2] * stage.Shape[3] > 1, maps[^1]).Name;
        program.Find(layer, nameof(layer));
        return maps.Any(stage => stage.Name == layer) ? layer : throw new ArgumentException(
            $"layer: {layer} is no map N x C x H x W that the output depends on; those are {string.Join(", ", maps.Select(stage => stage.Name))}.", nameof(layer));
    }
}
