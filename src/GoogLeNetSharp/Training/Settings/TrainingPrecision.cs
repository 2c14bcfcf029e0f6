namespace GoogLeNetSharp.Training;

/// <summary>Precision of training. Parameters, batch-norm statistics, loss and optimizer always use float32.</summary>
public enum TrainingPrecision
{
    /// <summary>Everything in float32.</summary>
    Float32,

    /// <summary>
    /// Mixed precision: images are cast to bfloat16, blocks cast their weights for each call, and linear layers stay in float32. bfloat16
    /// has the range of float32, so no loss scaling is needed. For modules that compute in the type of their input, like this library's.
    /// </summary>
    BFloat16,

    /// <summary>
    /// <see cref="BFloat16"/> if the processor and libtorch support bfloat16 instructions, and on devices other than the CPU; otherwise
    /// <see cref="Float32"/>, which is then faster. <see cref="Trainer.Options"/> has the choice.
    /// </summary>
    Auto,
}
