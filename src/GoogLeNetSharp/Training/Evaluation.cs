using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Measures a network on a dataset, in evaluation mode and without gradients.</summary>
internal static class Evaluation
{
    private const int TopK = 5;

    public static ValidationResult Run(
        nn.Module<Tensor, Tensor> model, utils.data.Dataset dataset, TrainerOptions options, ClassMap classes, MixedPrecision precision,
        CancellationToken cancellationToken)
    {
        var wasTraining = model.training;
        model.eval();
        try
        {
            using var noGradient = no_grad();
            var sums = new Sums();
            foreach (var batch in BatchSource.Read(dataset, BatchSource.InOrder(dataset.Count), options.BatchSize, options.LoaderWorkers,
                epoch: null))
            {
                using (batch)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    using var images = batch.ImagesFor(options);
                    using var labels = classes.Apply(batch.Labels);
                    precision.Check(images);
                    sums.Add(model, images, labels);
                }
            }

            return sums.Result();
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    private sealed class Sums
    {
        private long[,] _confusion = new long[0, 0];
        private double _loss;
        private long _images, _top1, _top5;

        public void Add(nn.Module<Tensor, Tensor> model, Tensor images, Tensor labels)
        {
            using var scope = NewDisposeScope();
            var logits = Logits.Of(model, images);
            GoogLeNetLoss.CheckTargets(logits, labels);
            var targets = labels.to(logits.device);
            var classes = (int)logits.shape[1];
            if (_confusion.Length == 0) _confusion = new long[classes, classes];

            var (_, ranked) = logits.topk(Math.Min(TopK, classes), dim: 1);
            var hits = ranked.eq(targets.unsqueeze(1));
            _loss += nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.Sum).item<float>();
            _top1 += hits.select(1, 0).sum().item<long>();
            _top5 += hits.sum().item<long>();
            _images += labels.shape[0];
            var actual = labels.data<long>().ToArray();
            var predicted = ranked.select(1, 0).contiguous().cpu().data<long>().ToArray();
            for (var i = 0; i < actual.Length; i++) _confusion[actual[i], predicted[i]]++;
        }

        public ValidationResult Result() => new(
            _images, _loss / _images, (double)_top1 / _images, (double)_top5 / _images, new ConfusionMatrix(_confusion));
    }
}
