namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Applies a function to what a step has just written, while it is still in the cache.</summary>
internal abstract unsafe class ActivationPass
{
    /// <summary>Applies the function to some channels of neighbouring pixels.</summary>
    /// <param name="pixel">The first channel of the first pixel.</param>
    /// <param name="pixels">How many pixels there are.</param>
    /// <param name="stride">From one pixel to the next.</param>
    /// <param name="channels">How many channels there are.</param>
    public abstract void Apply(float* pixel, long pixels, long stride, long channels);
}
