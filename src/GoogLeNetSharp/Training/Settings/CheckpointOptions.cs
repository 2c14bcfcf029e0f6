namespace GoogLeNetSharp.Training;

/// <summary>Where and how often a <see cref="Trainer"/> saves its state, and whether it starts from one saved before.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Makes the options.</summary>
    /// <param name="directory">Directory of the checkpoints, made where it is not there.</param>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is empty.</exception>
    public CheckpointOptions(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        Directory = directory;
    }

    /// <summary>Directory of the checkpoints: <c>step-0000001200.safetensors</c> and so on, and <c>best.safetensors</c>.</summary>
    public string Directory { get; }

    /// <summary>Steps between two checkpoints, or null for one at the end of every epoch alone. The end of an epoch has one in any
    /// case.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int? EverySteps { get; init => field = value is { } steps ? TrainingRequire.Positive(steps, nameof(EverySteps)) : null; }

    /// <summary>How many of the latest are kept, 1 or more. Two or more let a damaged latest one fall back to the one before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int KeepLast { get; init => field = TrainingRequire.Positive(value, nameof(KeepLast)); } = 3;

    /// <summary>Whether the one with the best validation accuracy (top-1) is kept besides, as <c>best.safetensors</c>.</summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>
    /// Whether training goes on from the latest checkpoint in the directory, where there is one. Without it, a directory that holds
    /// checkpoints is an error, so that two runs do not mix.
    /// </summary>
    /// <remarks>The kind of optimizer, batch size, accumulation, seed, number of images, and whether there is a moving average must be as
    /// before. What else has changed, such as the number of epochs or the rate, holds from there on.</remarks>
    public bool Resume { get; init; }
}
