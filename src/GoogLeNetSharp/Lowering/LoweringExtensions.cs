using static TorchSharp.torch;

namespace GoogLeNetSharp.Graphs;

/// <summary>Lowers modules to graphs.</summary>
public static class LoweringExtensions
{
    extension(InferenceGraph)
    {
        /// <summary>Lowers a module to a graph of its computation in evaluation mode.</summary>
        /// <param name="module">A <see cref="Block"/>, a layer of the list in
        /// <see cref="Lower(nn.Module{Tensor, Tensor}, LoweringRules)"/>, or a Sequential of these.</param>
        /// <returns>The graph; batch norm and dropout are separate nodes until a pass removes them.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="module"/> is null.</exception>
        /// <exception cref="NotSupportedException">A module is not supported, has an unsupported setting, or has a forward hook; the
        /// message has its path.</exception>
        /// <exception cref="ObjectDisposedException">The module is disposed.</exception>
        public static InferenceGraph Lower(nn.Module<Tensor, Tensor> module) => InferenceGraph.Lower(module, LoweringRules.None);

        /// <summary>Lowers a module with rules for modules of unknown types.</summary>
        /// <param name="module">A <see cref="Block"/> (without named values that its output does not need, such as auxiliary heads), an
        /// <see cref="ILowerable"/>, a module with a rule, one of the layers Conv2d, BatchNorm2d, ReLU, MaxPool2d, AvgPool2d,
        /// AdaptiveAvgPool2d, LocalResponseNorm, Linear, Dropout and Flatten, or a Sequential of these.</param>
        /// <param name="rules">The rules.</param>
        /// <returns>The graph; batch norm and dropout are separate nodes until a pass removes them.</returns>
        /// <exception cref="ArgumentNullException">An argument is null.</exception>
        /// <exception cref="NotSupportedException">A module is not supported, has an unsupported setting, or has a forward hook; the
        /// message has its path.</exception>
        /// <exception cref="ObjectDisposedException">The module is disposed.</exception>
        public static InferenceGraph Lower(nn.Module<Tensor, Tensor> module, LoweringRules rules)
        {
            ArgumentNullException.ThrowIfNull(module);
            ArgumentNullException.ThrowIfNull(rules);
            return ModuleLowering.Lower(module, rules);
        }
    }
}
