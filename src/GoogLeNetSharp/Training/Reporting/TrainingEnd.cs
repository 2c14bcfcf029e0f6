namespace GoogLeNetSharp.Training;

/// <summary>Why a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary><see cref="EarlyStopping"/> ended it: the validation accuracy no longer rose.</summary>
    StoppedEarly,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}
