namespace GoogLeNetSharp.Training;

/// <summary>Reasons for the end of a training.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs are complete.</summary>
    Completed,

    /// <summary><see cref="EarlyStopping"/> stopped the training because the validation accuracy no longer increased.</summary>
    StoppedEarly,

    /// <summary>One of <see cref="TrainerOptions.Callbacks"/> ended it.</summary>
    Stopped,

    /// <summary>The training was cancelled.</summary>
    Cancelled,
}
