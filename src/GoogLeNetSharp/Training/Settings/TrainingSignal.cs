namespace GoogLeNetSharp.Training;

/// <summary>Specifies whether a training continues after a callback.</summary>
public enum TrainingSignal
{
    /// <summary>The training continues.</summary>
    Continue,

    /// <summary>The training stops; <see cref="TrainingResult.End"/> is <see cref="TrainingEnd.Stopped"/>.</summary>
    Stop,
}
