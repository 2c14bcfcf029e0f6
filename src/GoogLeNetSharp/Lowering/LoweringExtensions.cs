using static TorchSharp.torch;

namespace GoogLeNetSharp.Graphs;

/// <summary>Lowering of modules into graphs.</summary>
public static class LoweringExtensions
{
    extension(InferenceGraph)
    {
        /// <summary>Lowers a module: what it computes in evaluation mode, node by node.</summary>
        /// <param name="module">A <see cref="Block"/>, a layer of the list in
        /// <see cref="Lower(nn.Module{Tensor, Tensor}, LoweringRules)"/>, or a Sequential of these.</param>
        /// <returns>The graph; batch norm and dropout are nodes of their own until a pass takes them out.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="module"/> is null.</exception>
        /// <exception cref="NotSupportedException">A module is none of those, has a setting that the graph has no place for, or has a
        /// forward hook; the message has its path.</exception>
        /// <exception cref="ObjectDisposedException">The module is disposed.</exception>
        public static InferenceGraph Lower(nn.Module<Tensor, Tensor> module) => InferenceGraph.Lower(module, LoweringRules.None);

        /// <summary>Lowers a module, with rules for modules of types that the library does not know.</summary>
        /// <param name="module">A <see cref="Block"/> (named values that its output does not need, auxiliary heads, are left out), an
        /// <see cref="ILowerable"/>, a module with a rule, one of the layers Conv2d, BatchNorm2d, ReLU, MaxPool2d, AvgPool2d,
        /// AdaptiveAvgPool2d, LocalResponseNorm, Linear, Dropout and Flatten, or a Sequential of these.</param>
        /// <param name="rules">The rules.</param>
        /// <returns>The graph; batch norm and dropout are nodes of their own until a pass takes them out.</returns>
        /// <exception cref="ArgumentNullException">An argument is null.</exception>
        /// <exception cref="NotSupportedException">A module is none of those, has a setting that the graph has no place for, or has a
        /// forward hook; the message has its path.</exception>
        /// <exception cref="ObjectDisposedException">The module is disposed.</exception>
        public static InferenceGraph Lower(nn.Module<Tensor, Tensor> module, LoweringRules rules)
        {
            ArgumentNullException.ThrowIfNull(module);
            ArgumentNullException.ThrowIfNull(rules);
            return ModuleLowering.Lower(module, rules);
        }
    }
}
