using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Evaluates a network on a dataset, in evaluation mode and without gradients.</summary>
internal static class Evaluation
{
    private const int TopK = 5;

    public static ValidationResult Run(
        nn.Module<Tensor, Tensor> model, utils.data.Dataset dataset, TrainerOptions options, ClassMap classes, MixedPrecision precision,
        ProcessGroup group, CancellationToken cancellationToken)
    {
        var wasTraining = model.training;
        model.eval();
        try
        {
            using var noGradient = no_grad();
            var sums = new Sums(options);
            var outputs = options.Metrics is { Count: > 0 } metrics ? new MeasuredOutputs(metrics, dataset.Count) : null;
            var shares = Shares(dataset.Count, options.BatchSize, group).ToArray();
            foreach (var (share, batch) in shares.Zip(BatchSource.Read(dataset, shares, options.LoaderWorkers, epoch: null)))
            {
                using (batch)
                {
                    if (cancellationToken.IsCancellationRequested) break;
                    using var images = batch.ImagesFor(options);
                    using var labels = classes.Apply(batch.Labels);
                    precision.Check(images);
                    using var logits = ForwardPass.MeasuredLogits(model, images, options);
                    sums.Add(logits, labels);
                    outputs?.Add(share[0], logits, labels);
                }
            }

            group.ThrowIfCancelled(cancellationToken);
            sums.AddUp(group);
            return sums.Result(outputs?.Compute(group, sums.Classes));
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    // this process's share of each batch, if not empty
    private static IEnumerable<long[]> Shares(long images, int batchSize, ProcessGroup group)
    {
        foreach (var batch in BatchSource.InOrder(images).Chunk(batchSize))
        {
            var (start, count) = group.ShareOf(batch.Length);
            if (count > 0) yield return batch[(int)start..(int)(start + count)];
        }
    }

    private sealed class Sums(TrainerOptions options)
    {
        private long[,] _confusion = new long[0, 0];
        private double _loss;
        private long _images, _top1, _top5;

        public int Classes => _confusion.GetLength(0);

        public void Add(Tensor logits, Tensor labels)
        {
            using var scope = NewDisposeScope();
            GoogLeNetLoss.CheckTargets(logits, labels);
            var targets = labels.to(logits.device);
            var classes = (int)logits.shape[1];
            if (_confusion.Length == 0) _confusion = new long[classes, classes];

            var (_, ranked) = logits.topk(Math.Min(TopK, classes), dim: 1);
            var hits = ranked.eq(targets.unsqueeze(1));
            _loss += LossOf(logits, targets);
            _top1 += hits.select(1, 0).sum().item<long>();
            _top5 += hits.sum().item<long>();
            _images += labels.shape[0];
            var actual = labels.data<long>().ToArray();
            var predicted = ranked.select(1, 0).contiguous().cpu().data<long>().ToArray();
            for (var i = 0; i < actual.Length; i++) _confusion[actual[i], predicted[i]]++;
        }

        // over all processes; some may have seen no image
        public void AddUp(ProcessGroup group)
        {
            if (group.IsAlone) return;
            Span<double> classes = [_confusion.GetLength(0), _confusion.Length > 0 ? 1 : 0];
            group.Sum(classes);
            var count = (int)(classes[0] / classes[1]);
            if (_confusion.Length == 0) _confusion = new long[count, count];
            double[] sums = [_loss, _images, _top1, _top5, .. _confusion.Cast<long>().Select(images => (double)images)];
            group.Sum(sums);
            (_loss, _images, _top1, _top5) = (sums[0], (long)sums[1], (long)sums[2], (long)sums[3]);
            for (var cell = 0; cell < count * count; cell++) _confusion[cell / count, cell % count] = (long)sums[4 + cell];
        }

        private double LossOf(Tensor logits, Tensor targets) => options.Loss is not { } loss
            ? nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.Sum).item<float>()
            : loss(logits, targets).to(ScalarType.Float64).item<double>() * targets.shape[0];

        public ValidationResult Result(MetricValues? metrics) => new(
            _images, _loss / _images, (double)_top1 / _images, (double)_top5 / _images, new ConfusionMatrix(_confusion), metrics);
    }
}
