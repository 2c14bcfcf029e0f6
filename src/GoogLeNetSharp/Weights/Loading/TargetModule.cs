using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights.Loading;

/// <summary>The target module: its state dict, and the keys of its classifier and its first convolution.</summary>
internal sealed class TargetModule
{
    private readonly string[] _classifierPrefixes;

    internal TargetModule(nn.Module module)
    {
        Name = module.GetType().Name;    // GetName() is wrong for some TorchSharp layers
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

    /// <summary>Name of the first convolution's weight, or null if the module has no convolution.</summary>
    internal string? FirstConvolution { get; }

    /// <summary>Number of classes, or null if the module has no linear layer.</summary>
    internal long? Classes { get; }

    internal bool IsClassifier(string key) => _classifierPrefixes.Contains(key[..(key.LastIndexOf('.') + 1)]);

    private static Linear? LastLayer(nn.Module module, (string Prefix, nn.Module Module)[] layers) =>
        module is IClassifierNetwork network ? network.Classifier : layers.Select(l => l.Module).OfType<Linear>().LastOrDefault();

    // Name prefixes of the layers' tensors, in registration order, depth first; TorchSharp's named_modules() is breadth first.
    private static IEnumerable<(string Prefix, nn.Module Module)> Walk(nn.Module module, string prefix)
    {
        yield return (prefix, module);
        foreach ((string name, nn.Module child) in module.named_children())
        {
            foreach ((string Prefix, nn.Module Module) found in Walk(child, prefix + name + ".")) yield return found;
        }
    }
}
