using static TorchSharp.torch;

namespace GoogLeNetSharp.Graphs;

/// <summary>Lowering of modules into graphs.</summary>
public static class LoweringExtensions
{
    extension(InferenceGraph)
    {
        /// <summary>Lowers a network: what it computes in evaluation mode, node by node.</summary>
        /// <param name="module">A <see cref="GoogLeNet"/> (its auxiliary heads are left out, as <c>call</c> leaves them out), one of the blocks, one of the
        /// layers Conv2d, BatchNorm2d, ReLU, MaxPool2d, AvgPool2d, AdaptiveAvgPool2d, LocalResponseNorm, Linear, Dropout and Flatten, or a Sequential of these.</param>
        /// <returns>The graph; batch norm and dropout are nodes of their own until a pass takes them out.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="module"/> is null.</exception>
        /// <exception cref="NotSupportedException">A module is none of those, has a setting that the graph has no place for, or has a
        /// forward hook; the message has its path.</exception>
        /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
        public static InferenceGraph Lower(nn.Module<Tensor, Tensor> module)
        {
            ArgumentNullException.ThrowIfNull(module);
            return ModuleLowering.Lower(module, shapesOnly: false);
        }
    }
}
