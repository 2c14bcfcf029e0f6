using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Keeps what a training reports, and runs an action at each report.</summary>
internal sealed class ProgressList(Action<TrainingProgress>? action = null) : List<TrainingProgress>, IProgress<TrainingProgress>
{
    public IEnumerable<double> StepLosses => this.Where(progress => progress.Validation is null).Select(progress => progress.Loss);

    public void Report(TrainingProgress value)
    {
        Add(value);
        action?.Invoke(value);
    }
}
