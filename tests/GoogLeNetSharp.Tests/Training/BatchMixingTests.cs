using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training;

/// <summary>Mixtures of images, erased rectangles, and what is measured with mirror images.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class BatchMixingTests
{
    [Theory]
    [InlineData(0.2, 0.1785714)]        // variance of Beta(a, a): 1 / (4 (2a + 1))
    [InlineData(1, 0.0833333)]
    [InlineData(3, 0.0357143)]
    internal void Mixup_ManyDraws_ShareHasTheBetaDistributionsMeanAndVariance(double alpha, double variance)
    {
        using var scope = NewDisposeScope();
        var images = ones(2, 1, 1, 1);
        var random = new Random(3);
        var shares = Enumerable.Range(0, 4000).Select(_ => new BatchMixing.Mixup(alpha).Mix(images, random).Share).ToArray();

        shares.Average().Should().BeApproximately(0.5, 0.025);
        shares.Select(share => (share - 0.5) * (share - 0.5)).Average().Should().BeApproximately(variance, 0.01);
    }

    [Fact]
    internal void Mixup_Batch_IsTheWeightedMeanWithThePartners()
    {
        using var scope = NewDisposeScope();
        var images = randn(6, 3, 4, 5);

        var (mixed, partners, share) = new BatchMixing.Mixup(1).Mix(images, new Random(1));

        var expected = (images * share) + (images.index_select(0, partners) * (1 - share));
        mixed.allclose(expected).Should().BeTrue();
        partners.data<long>().ToArray().Should().BeEquivalentTo(new long[] { 0, 1, 2, 3, 4, 5 });
    }

    [Fact]
    internal void CutMix_Batch_HasARectangleOfThePartnerAndItsAreaAsShare()
    {
        using var scope = NewDisposeScope();
        var images = arange(6).reshape(6, 1, 1, 1).expand(6, 3, 10, 12).to(ScalarType.Float32).contiguous();
        var random = new Random(2);
        var shares = new HashSet<double>();
        for (var draw = 0; draw < 20; draw++)
        {
            var (mixed, partners, share) = new BatchMixing.CutMix().Mix(images, random);
            shares.Add(share);
            var (other, own) = (images.index_select(0, partners), images);
            var isOther = mixed.eq(other).logical_and(own.ne(other));
            (isOther.sum().item<long>() + mixed.eq(own).sum().item<long>()).Should().Be(mixed.numel());
            for (var i = 0; i < 6; i++)
            {
                if (partners[i].item<long>() == i) continue;
                (isOther[i, 0].sum().item<long>() / 120.0).Should().BeApproximately(1 - share, 1e-9);
                var (rows, columns) = (isOther[i, 0].any(1).sum().item<long>(), isOther[i, 0].any(0).sum().item<long>());
                (rows * columns).Should().Be(isOther[i, 0].sum().item<long>());
            }
        }

        shares.Should().HaveCountGreaterThan(10);
    }

    [Fact]
    internal void Fit_Mixup_MinimisesTheCrossEntropyOfTheSoftTargets()
    {
        using var scope = NewDisposeScope();
        using var images = MemoryDataset.Quadrants(8, seed: 1);
        using var model = nn.Sequential(("flatten", nn.Flatten()), ("fc", nn.Linear(192, MemoryDataset.Classes)));
        var options = new TrainerOptions
        {
            Epochs = 1,
            BatchSize = 8,
            Optimizer = new OptimizerSettings.Sgd(1e-9),
            Precision = TrainingPrecision.Float32,
            Mixing = new BatchMixing.Mixup(1),
            LabelSmoothing = 0.1,
        };
        var order = BatchSource.Shuffled(8, options.Seed, epoch: 0);
        var batch = stack(order.Select(index => images.GetTensor(index)[ImageDataset.ImageKey]));
        var labels = stack(order.Select(index => images.GetTensor(index)[ImageDataset.LabelKey]));
        var seed = ItemRandom.For(options.Seed, epoch: 0, index: 0).NextInt64();
        var (mixed, partners, share) = new BatchMixing.Mixup(1).Mix(batch, ItemRandom.For(seed, epoch: 0, index: 0));
        var one = nn.functional.one_hot(labels, MemoryDataset.Classes).to(ScalarType.Float32);
        var soft = (((one * share) + (one.index_select(0, partners) * (1 - share))) * 0.9) + (0.1 / MemoryDataset.Classes);
        var expected = -(nn.functional.log_softmax(model.call(mixed), 1) * soft).sum(1).mean().item<float>();
        var progress = new ProgressList();

        new Trainer(model, options).Fit(images, progress: progress);

        progress.StepLosses.Should().ContainSingle().Which.Should().BeApproximately(expected, 1e-5);
    }

    [Fact]
    internal void Fit_MixingWithClassWeights_IsRefused()
    {
        using var images = MemoryDataset.Quadrants(8, seed: 1);
        using var model = MemoryDataset.Network();
        var options = new TrainerOptions { Mixing = new BatchMixing.CutMix(), ClassWeights = [1, 1, 1, 2] };

        FluentActions.Invoking(() => new Trainer(model, options).Fit(images)).Should().Throw<ArgumentException>()
            .WithMessage("options: Mixing goes with neither ClassWeights nor Communicator; set one or the other. (Parameter 'options')");
    }

    [Fact]
    internal void RandomErasing_ManyDraws_BlackRectanglesOfTheAreasInHalfOfTheImages()
    {
        var image = new RgbImage(40, 30);
        image.Pixels.Fill(200);
        var random = new Random(1);
        var areas = Enumerable.Range(0, 1000).Select(_ => Black(new RandomErasing().Apply(image, random))).ToArray();

        areas.Count(area => area == 0).Should().BeInRange(450, 550);
        areas.Where(area => area > 0).Min().Should().BeInRange(0.015, 0.03);
        areas.Max().Should().BeInRange(0.3, 0.34);
        Black(image).Should().Be(0);

        static double Black(RgbImage image) => Enumerable.Range(0, 1200).Count(pixel => image.Pixels[pixel * 4] == 0) / 1200.0;
    }

    [Fact]
    internal void Evaluate_TestTimeFlip_IsTheMeanOfBothLogits()
    {
        using var scope = NewDisposeScope();
        using var images = MemoryDataset.Quadrants(12, seed: 1);
        using var model = MemoryDataset.Network();
        var options = new TrainerOptions { BatchSize = 5, Precision = TrainingPrecision.Float32, TestTimeFlip = true };

        var result = new Trainer(model, options).Evaluate(images);

        model.eval();
        var batch = stack(Enumerable.Range(0, 12).Select(index => images.GetTensor(index)[ImageDataset.ImageKey]));
        var labels = stack(Enumerable.Range(0, 12).Select(index => images.GetTensor(index)[ImageDataset.LabelKey]));
        var logits = (model.call(batch) + model.call(batch.flip(3))) / 2;
        result.Loss.Should().BeApproximately(nn.functional.cross_entropy(logits, labels).item<float>(), 1e-5);
        result.Confusion.Precision(0).Should().Be(
            logits.argmax(1).eq(0).logical_and(labels.eq(0)).sum().item<long>() / (double)logits.argmax(1).eq(0).sum().item<long>());
    }
}
