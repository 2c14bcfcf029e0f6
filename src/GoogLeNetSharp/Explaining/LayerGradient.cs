using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>The maps of a stage, weighted by the gradient of a class.</summary>
internal static class LayerGradient
{
    /// <summary>Explains one class for each image, with channel weights computed from the maps and their gradients.</summary>
    public static Explanations Explain(
        Block network, Tensor images, string? layer, IReadOnlyList<long>? classes, Func<Tensor, Tensor, Tensor> weights)
    {
        Subject.Check(network, images, classes);
        var program = network.Program;
        var name = StageMaps.Find(network, images.shape, layer, nameof(layer));
        using var gradients = enable_grad();
        using var input = images.detach();
        input.requires_grad = true;
        var outputs = new Segment(program, 0, [program.Find(name, nameof(layer)), program.Whole.Outputs[0]]).Run(input);
        using var maps = outputs[0];
        using var logits = outputs[1];
        using var scope = NewDisposeScope();
        var chosen = Subject.Classes(logits, classes);
        var score = logits.gather(1, Subject.Index(chosen, logits.device)).sum();
        var gradient = Subject.Gradient(score, maps)
            ?? throw new InvalidOperationException($"network: its output has no gradient at layer {name}.");

        using var noGrad = no_grad();
        var detached = maps.detach().to_type(ScalarType.Float32);
        var result = (weights(detached, gradient.to_type(ScalarType.Float32)) * detached).sum(1).relu();
        return Subject.Result(result, logits, chosen);
    }
}
