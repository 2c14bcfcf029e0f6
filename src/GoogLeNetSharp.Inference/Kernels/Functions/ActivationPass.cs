namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Applies a function to the output of a step while it is in the cache.</summary>
internal abstract unsafe class ActivationPass
{
    /// <summary>Applies the function to some channels of adjacent pixels.</summary>
    /// <param name="pixel">The first channel of the first pixel.</param>
    /// <param name="pixels">Number of pixels.</param>
    /// <param name="stride">Distance between pixels in floats.</param>
    /// <param name="channels">Number of channels.</param>
    public abstract void Apply(float* pixel, long pixels, long stride, long channels);
}
