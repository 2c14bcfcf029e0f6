using System.Collections.Immutable;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Lowering rules for modules of unknown types: each rule describes the computation in evaluation mode in terms of
/// <see cref="Value"/>. Immutable.</summary>
/// <example><c>LoweringRules.None.With&lt;TheirBlock&gt;((block, x) => x.Call(block.conv).Relu() + x)</c></example>
public sealed class LoweringRules
{
    private readonly ImmutableDictionary<Type, Func<nn.Module, Value, Value>> _rules;

    private LoweringRules(ImmutableDictionary<Type, Func<nn.Module, Value, Value>> rules) => _rules = rules;

    /// <summary>No rules, the default of <c>Compile</c> and <c>ExportOnnx</c>.</summary>
    public static LoweringRules None { get; } = new(ImmutableDictionary<Type, Func<nn.Module, Value, Value>>.Empty);

    /// <summary>Returns these rules plus one for modules of exactly the given type. Replaces an earlier rule for that type.</summary>
    /// <typeparam name="T">The type of the modules.</typeparam>
    /// <param name="rule">Computes the output of a module from its input by calling the module's registered children.</param>
    /// <returns>New rules.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="rule"/> is null.</exception>
    public LoweringRules With<T>(Func<T, Value, Value> rule)
        where T : nn.Module<Tensor, Tensor>
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new LoweringRules(_rules.SetItem(typeof(T), (module, x) => rule((T)module, x)));
    }

    /// <summary>Gets the rule for a module, or null.</summary>
    internal Func<Value, Value>? For(nn.IModule<Tensor, Tensor> module) =>
        _rules.TryGetValue(module.GetType(), out var rule) ? x => rule((nn.Module)module, x) : null;
}
