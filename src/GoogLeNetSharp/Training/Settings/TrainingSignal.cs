namespace GoogLeNetSharp.Training;

/// <summary>What a callback wants of the training.</summary>
public enum TrainingSignal
{
    /// <summary>It goes on.</summary>
    Continue,

    /// <summary>It ends here; <see cref="TrainingResult.End"/> is <see cref="TrainingEnd.Stopped"/>.</summary>
    Stop,
}
