namespace GoogLeNetSharp.Training;

/// <summary>Options for the checkpoints of a <see cref="Trainer"/>.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Initializes the options.</summary>
    /// <param name="directory">Directory of the checkpoints, created if it does not exist.</param>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is empty.</exception>
    public CheckpointOptions(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        Directory = directory;
    }

    /// <summary>Directory of the checkpoints: <c>step-0000001200.safetensors</c> and so on, and <c>best.safetensors</c>.</summary>
    public string Directory { get; }

    /// <summary>Number of steps between checkpoints, or null for checkpoints only at the end of each epoch. The end of an epoch always has
    /// a checkpoint.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? EverySteps { get; init => field = value is { } steps ? TrainingRequire.Positive(steps, nameof(EverySteps)) : null; }

    /// <summary>Number of latest checkpoints to keep, 1 or more. With two or more, a training can resume from the previous one if the
    /// latest is damaged.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int KeepLast { get; init => field = TrainingRequire.Positive(value, nameof(KeepLast)); } = 3;

    /// <summary>Whether to keep the checkpoint with the best validation accuracy (top-1) as <c>best.safetensors</c>.</summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>
    /// Whether to resume from the latest checkpoint in the directory, if there is one. If false, a directory with checkpoints is an error,
    /// so that runs are not mixed.
    /// </summary>
    /// <remarks>The kind of optimizer, batch size, accumulation, seed, number of images and use of a moving average must be the same. Other
    /// changed settings, such as the number of epochs or the rate, take effect from the resumed step.</remarks>
    public bool Resume { get; init; }
}
