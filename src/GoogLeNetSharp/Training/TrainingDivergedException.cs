using System.Globalization;

namespace GoogLeNetSharp.Training;

/// <summary>The exception thrown if the loss or a weight is no longer finite.</summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(string what, long step, double learningRate, string? lastCheckpoint)
        : base(Text(what, step, learningRate, lastCheckpoint))
    {
        Step = step;
        LearningRate = learningRate;
        LastCheckpoint = lastCheckpoint;
    }

    /// <summary>The step at which it was detected, from 1, counted over all epochs.</summary>
    public long Step { get; }

    /// <summary>The learning rate of that step.</summary>
    public double LearningRate { get; }

    /// <summary>File of the latest checkpoint, in which all weights are finite, or null.</summary>
    public string? LastCheckpoint { get; }

    private static string Text(string what, long step, double learningRate, string? lastCheckpoint) => string.Create(
        CultureInfo.InvariantCulture,
        $"Training stopped: {what} at step {step}, learning rate {learningRate}. Last good checkpoint: {lastCheckpoint ?? "none"}. A "
        + $"lower rate, warm-up or gradient clipping may help.");
}
