using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Collects the logits and labels of a validation and computes the metrics from all of them.</summary>
internal sealed class MeasuredOutputs(IReadOnlyList<TrainingMetric> metrics, long images)
{
    private readonly double[] _labels = new double[images];
    private float[] _logits = [];

    /// <summary>Adds the logits and labels of a batch.</summary>
    /// <param name="first">Index of its first image in the dataset.</param>
    /// <param name="logits">N x classes.</param>
    /// <param name="labels">N.</param>
    public void Add(long first, Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var classes = logits.shape[1];
        if (_logits.Length == 0) _logits = new float[images * classes];
        logits.cpu().contiguous().data<float>().ToArray().CopyTo(_logits, first * classes);
        for (var (row, all) = (0, labels.data<long>().ToArray()); row < all.Length; row++) _labels[first + row] = all[row];
    }

    /// <summary>Computes the metrics over the images of all processes.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="classes">Number of classes.</param>
    public MetricValues Compute(ProcessGroup group, int classes)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var logits = tensor(_logits.Length == 0 ? new float[images * classes] : _logits).reshape(images, classes);
        var labels = tensor(_labels);
        group.Sum(logits);
        group.Sum(labels);
        var targets = labels.to(ScalarType.Int64);
        return new MetricValues(metrics.Select(metric => KeyValuePair.Create(metric.Name, metric.Compute(logits, targets))));
    }
}
