using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>The result of <see cref="GoogLeNet.ForwardWithAuxiliary"/>. Its parts are named, because torchvision's tuple swaps the heads
/// (pytorch/vision issue 8736).</summary>
public sealed class GoogLeNetOutput : IDisposable
{
    internal GoogLeNetOutput(Tensor logits, Tensor aux1, Tensor aux2) => (Logits, Aux1, Aux2) = (logits, aux1, aux2);

    /// <summary>Logits of the network, N x classes.</summary>
    public Tensor Logits { get; }

    /// <summary>Logits of the head after inception4a, N x classes.</summary>
    public Tensor Aux1 { get; }

    /// <summary>Logits of the head after inception4d, N x classes.</summary>
    public Tensor Aux2 { get; }

    /// <summary>Disposes the three tensors.</summary>
    public void Dispose()
    {
        Logits.Dispose();
        Aux1.Dispose();
        Aux2.Dispose();
    }
}
