using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Benchmarks.Training;

/// <summary>Runs an action at every report, on the training's thread.</summary>
internal sealed class Listener(Action<TrainingProgress> action) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => action(value);
}
