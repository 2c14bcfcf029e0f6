using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Loading;

/// <summary>The module to be loaded into: its state dict, and which of its keys belong to the classifier and to the first
/// convolution.</summary>
internal sealed class TargetModule
{
    private readonly string[] _classifierPrefixes;

    internal TargetModule(nn.Module module)
    {
        Name = module.GetType().Name;    // GetName() is wrong for some of TorchSharp's layers
        foreach ((string name, Tensor tensor) in module.state_dict()) State.Add(name, tensor);
        (string Prefix, nn.Module Module)[] layers = [.. Walk(module, "")];

        FirstConvolution = layers.Where(l => l.Module is Conv2d).Select(l => l.Prefix + "weight").FirstOrDefault();
        var heads = module is IHasAuxiliaryHeads network ? network.AuxiliaryHeads : [];
        Heads = [.. heads.Select(head => head.Name)];
        Linear?[] classifiers = [LastLayer(module, layers), .. heads.Select(head => head.Module.Fc2)];
        Classes = classifiers[0]?.weight?.shape[0];
        _classifierPrefixes = [.. layers.Where(l => classifiers.Contains(l.Module)).Select(l => l.Prefix)];
    }

    internal string Name { get; }

    /// <summary>Parameters and buffers by name, in the module's order.</summary>
    internal OrderedDictionary<string, Tensor> State { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of the auxiliary heads.</summary>
    internal IReadOnlyList<string> Heads { get; }

    /// <summary>Name of the first convolution's weight, if the module has a convolution.</summary>
    internal string? FirstConvolution { get; }

    /// <summary>Number of classes, if the module has a linear layer.</summary>
    internal long? Classes { get; }

    internal bool IsClassifier(string key) => _classifierPrefixes.Contains(key[..(key.LastIndexOf('.') + 1)]);

    private static Linear? LastLayer(nn.Module module, (string Prefix, nn.Module Module)[] layers) =>
        module is IClassifierNetwork network ? network.Classifier : layers.Select(l => l.Module).OfType<Linear>().LastOrDefault();

    // What the names of a layer's tensors begin with. In the order of registration, depth first; TorchSharp's named_modules() goes level by
    // level.
    private static IEnumerable<(string Prefix, nn.Module Module)> Walk(nn.Module module, string prefix)
    {
        yield return (prefix, module);
        foreach ((string name, nn.Module child) in module.named_children())
        {
            foreach ((string Prefix, nn.Module Module) found in Walk(child, prefix + name + ".")) yield return found;
        }
    }
}
