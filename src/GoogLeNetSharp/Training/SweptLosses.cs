namespace GoogLeNetSharp.Training;

/// <summary>Collects the losses of a sweep, and ends it if they diverge or after the last step.</summary>
internal sealed class SweptLosses(LearningRateFinderOptions sweep, Action stop) : IProgress<TrainingProgress>
{
    private readonly List<LearningRatePoint> _points = [];
    private double _average;
    private double _smallest = double.PositiveInfinity;

    public IReadOnlyList<LearningRatePoint> Points => _points;

    public bool Diverged { get; set; }

    public void Report(TrainingProgress value)
    {
        if (_points.Count == sweep.Steps || Diverged) return;
        _average = (sweep.Smoothing * _average) + ((1 - sweep.Smoothing) * value.Loss);
        var smoothed = _average / (1 - Math.Pow(sweep.Smoothing, _points.Count + 1));
        _points.Add(new LearningRatePoint(value.LearningRate, value.Loss, smoothed));
        _smallest = Math.Min(_smallest, smoothed);
        Diverged = smoothed > sweep.DivergenceFactor * _smallest;
        if (Diverged || _points.Count == sweep.Steps) stop();
    }
}
