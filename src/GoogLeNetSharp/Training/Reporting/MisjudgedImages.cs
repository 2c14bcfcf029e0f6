using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Imaging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Finds the misclassified images with the largest cross entropy.</summary>
internal sealed class MisjudgedImages(nn.Module<Tensor, Tensor> model, TrainerOptions options, Normalization? normalization)
{
    private const int MapSide = 160;        // longer side in pixels to which a small image is enlarged under a map

    /// <summary>Returns the images by descending cross entropy. The network must be in evaluation mode.</summary>
    public IReadOnlyList<MisjudgedImage> Find(utils.data.Dataset dataset, ClassMap classes, int count, CancellationToken cancellationToken)
    {
        using var noGradient = no_grad();
        return [.. Worst(dataset, classes, count, cancellationToken).Select(Explain)];
    }

    private Candidate[] Worst(utils.data.Dataset dataset, ClassMap classes, int count, CancellationToken cancellationToken)
    {
        using var precision = new MixedPrecision(model, options);
        var worst = new PriorityQueue<Candidate, double>();     // the smallest loss is dequeued first
        var start = 0L;
        var order = BatchSource.InOrder(dataset.Count);
        foreach (var batch in BatchSource.Read(dataset, order, options.BatchSize, options.LoaderWorkers, epoch: null))
        {
            using (batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Take(batch, classes, precision, start, worst, count);
                start += batch.Count;
            }
        }

        return
        [
            .. worst.UnorderedItems.OrderByDescending(item => item.Priority).ThenBy(item => item.Element.Index)
                .Select(item => item.Element),
        ];
    }

    private void Take(
        Batch batch, ClassMap classes, MixedPrecision precision, long start, PriorityQueue<Candidate, double> worst, int count)
    {
        using var scope = NewDisposeScope();
        var images = batch.ImagesFor(options);
        var labels = classes.Apply(batch.Labels);
        precision.Check(images);
        var logits = ForwardPass.MeasuredLogits(model, images, options);
        GoogLeNetLoss.CheckTargets(logits, labels);
        var logarithms = logits.log_softmax(1).cpu();
        var (highest, predicted) = logarithms.max(1);
        var (actual, taken) = (labels.data<long>().ToArray(), predicted.data<long>().ToArray());
        var (right, given) = (logarithms.gather(1, labels.unsqueeze(1)).data<float>().ToArray(), highest.data<float>().ToArray());
        for (var i = 0; i < actual.Length; i++)
        {
            var loss = -(double)right[i];
            if (taken[i] == actual[i] || (worst.Count == count && worst.TryPeek(out _, out var least) && loss <= least)) continue;
            if (worst.Count == count) worst.Dequeue();
            var image = batch.Images[i].to(ScalarType.Float32).contiguous();
            var values = image.data<float>().ToArray();
            worst.Enqueue(
                new Candidate(start + i, actual[i], taken[i], Math.Exp(right[i]), Math.Exp(given[i]), values, image.shape), loss);
        }
    }

    private MisjudgedImage Explain(Candidate candidate)
    {
        var image = Picture(candidate);
        var (predicted, actual) = Maps(candidate, image);
        return new MisjudgedImage(
            candidate.Index, candidate.Actual, candidate.Predicted, candidate.ActualProbability, candidate.PredictedProbability,
            image, predicted, actual);
    }

    private (RgbImage? Predicted, RgbImage? Actual) Maps(Candidate candidate, RgbImage image)
    {
        using var scope = NewDisposeScope();
        var twice = tensor(candidate.Values).reshape([1, .. candidate.Shape]).repeat(2, 1, 1, 1).to(options.Device);
        if (model is not Block block || StageMaps.Of(block, twice.shape).Count == 0) return (null, null);
        using var explanations = GradCam.Explain(block, twice, classes: [candidate.Predicted, candidate.Actual]);
        var large = HeatMap.Enlarged(image, MapSide);
        return (HeatMap.Overlay(large, explanations.Maps[0]), HeatMap.Overlay(large, explanations.Maps[1]));
    }

    // uses the dataset's normalization if known; otherwise maps the smallest value to black and the largest to white
    private RgbImage Picture(Candidate candidate)
    {
        var (channels, height, width) = ((int)candidate.Shape[0], (int)candidate.Shape[1], (int)candidate.Shape[2]);
        if (normalization is not null && normalization.Channels == channels) return normalization.ToImage(candidate.Values, width, height);
        var (low, high) = (candidate.Values.Min(), candidate.Values.Max());
        var range = high > low ? high - low : 1;
        var shown = channels == 3 ? 3 : 1;
        var byRange = new Normalization([.. Enumerable.Repeat(-low / range, shown)], [.. Enumerable.Repeat(1 / range, shown)], scale: 255);
        return byRange.ToImage(candidate.Values.AsSpan(0, shown * height * width), width, height);
    }

    private sealed record Candidate(
        long Index, long Actual, long Predicted, double ActualProbability, double PredictedProbability, float[] Values, long[] Shape);
}
