using System.Collections.Immutable;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Rules for modules of types that the library does not know: what each computes in evaluation mode, in terms of
/// <see cref="Value"/>. Immutable.</summary>
/// <example><c>LoweringRules.None.With&lt;TheirBlock&gt;((block, x) => x.Call(block.conv).Relu() + x)</c></example>
public sealed class LoweringRules
{
    private readonly ImmutableDictionary<Type, Func<nn.Module, Value, Value>> _rules;

    private LoweringRules(ImmutableDictionary<Type, Func<nn.Module, Value, Value>> rules) => _rules = rules;

    /// <summary>No rules: what <c>Compile</c> and <c>ExportOnnx</c> use unless told otherwise.</summary>
    public static LoweringRules None { get; } = new(ImmutableDictionary<Type, Func<nn.Module, Value, Value>>.Empty);

    /// <summary>These rules and one for modules of exactly a type; it takes the place of an earlier one for that type.</summary>
    /// <typeparam name="T">The type of the modules.</typeparam>
    /// <param name="rule">From a module and its input to its output; it calls the module's registered children.</param>
    /// <returns>New rules.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="rule"/> is null.</exception>
    public LoweringRules With<T>(Func<T, Value, Value> rule)
        where T : nn.Module<Tensor, Tensor>
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new LoweringRules(_rules.SetItem(typeof(T), (module, x) => rule((T)module, x)));
    }

    /// <summary>The rule for a module, or null.</summary>
    internal Func<Value, Value>? For(nn.IModule<Tensor, Tensor> module) =>
        _rules.TryGetValue(module.GetType(), out var rule) ? x => rule((nn.Module)module, x) : null;
}
