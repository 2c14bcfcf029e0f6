namespace GoogLeNetSharp.Training;

/// <summary>The type in which the network computes during training. Parameters, batch-norm statistics, loss and optimizer are float32
/// always.</summary>
public enum TrainingPrecision
{
    /// <summary>Everything in float32.</summary>
    Float32,

    /// <summary>
    /// Mixed: the images enter as bfloat16, blocks cast their weights for the call, linear heads stay in float32. bfloat16 has float32's
    /// range: no loss scaling is needed. For modules that compute in their input's type, as this library's do.
    /// </summary>
    BFloat16,

    /// <summary>
    /// <see cref="BFloat16"/> where the processor and libtorch multiply in it, and on devices other than the CPU; otherwise
    /// <see cref="Float32"/>, which is faster there. <see cref="Trainer.Options"/> says which it is.
    /// </summary>
    Auto,
}
