using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Training.Data;

/// <summary>What a trainer asks of datasets: epochs, order, sizes.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class BatchSourceTests
{
    private static readonly ImageTransform Random = new([new ColorJitter { Brightness = 0.9, Contrast = 0.9 }], Normalization.Tf);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    internal void Read_AugmentedSetBehindAnotherDataset_SeesTheEpochsItsOwn(bool ours)
    {
        using var images = new ShapesDataset(6, size: 8, seed: 3, Random);
        using utils.data.Dataset wrapped = ours ? new Subset(images, [0, 1, 2, 3, 4, 5]) : new Wrapper(new Wrapper(images));

        var first = Pixels(wrapped, epoch: 0);
        var second = Pixels(wrapped, epoch: 1);

        second.Should().NotEqual(first);
        Pixels(wrapped, epoch: 0).Should().Equal(first);
        images.SetEpoch(1);
        Pixels(images, epoch: null).Should().Equal(second);
        Pixels(images, epoch: 0).Should().Equal(first);
    }

    [Fact]
    internal void Fit_DatasetThatReadsOnThreadsOfItsOwn_SaysThatNoEpochArrives()
    {
        using var random = new ShapesDataset(2, size: 8, seed: 3, Random);
        using var plain = new ShapesDataset(2, size: 8);

        Warnings(new OtherThread(random)).Should().Equal(Warning("OtherThread"));
        Warnings(new Several([new OtherThread(plain), new OtherThread(random)])).Should().Equal(Warning("Several"));
        Warnings(new OtherThread(plain)).Should().BeEmpty();
        Warnings(new Wrapper(random)).Should().BeEmpty();
        Warnings(random).Should().BeEmpty();

        static string Warning(string dataset) =>
            $"{dataset} holds a ShapesDataset with random steps, but the epoch does not reach that where the items are loaded: every "
                + "epoch sees the same pixels; "
            + $"let {dataset} implement IEpochDataset";

        static List<string> Warnings(utils.data.Dataset dataset)
        {
            using var network = nn.Sequential(("flatten", nn.Flatten()), ("fc", nn.Linear(192, 10)));
            var logger = new WarningList();
            new Trainer(network, new TrainerOptions { Epochs = 2, BatchSize = 2 }, logger).Fit(dataset);
            return logger.Messages;
        }
    }

    [Fact]
    internal void Fit_AugmentedSetBehindAnotherDataset_SeesOtherPixelsEachEpoch()
    {
        using var images = new ShapesDataset(4, size: 8, seed: 3, Random);
        using var seen = new Wrapper(images);
        using var network = nn.Sequential(("flatten", nn.Flatten()), ("fc", nn.Linear(192, 10)));
        new Trainer(network, new TrainerOptions { Epochs = 3, BatchSize = 4, LoaderWorkers = 1 }).Fit(seen);
        seen.Sums.Should().HaveCount(12).And.OnlyHaveUniqueItems();
    }

    [Fact]
    internal void Read_ImagesOfUnequalSize_NamesFilesSizesAndTheStep()
    {
        using var folder = new TemporaryFolder();
        var wide = folder.Copy(Imaging.ImageFixture.PathOf("rgb.png"), "a/1.png");
        var tall = folder.Copy(Imaging.ImageFixture.PathOf("tall.png"), "a/2.png");
        using var files = new ImageFolderDataset(folder.Path, new ImageTransform([new Resize(16)], Normalization.Tf));
        using var drawn = new Wrapper(new Unequal());

        const string Step = "end the steps of the transform with CenterCrop (after Resize) or RandomResizedCrop.";
        Message(files).Should().Be($"dataset: expected images of one size in a batch, got 3 x 16 x 26 of {wide} and 3 x 26 x 16 of "
            + $"{tall}: {Step}");
        Message(new Wrapper(files)).Should().Be(Message(files));
        Message(drawn).Should().Be($"dataset: expected images of one size in a batch, got 3 x 8 x 8 of item 0 and 3 x 8 x 9 of item 1: "
            + $"{Step}");

        static string Message(utils.data.Dataset dataset)
        {
            var read = () => BatchSource.Read(dataset, [0, 1], 2, workers: 2, epoch: 0).First();
            return read.Should().Throw<ArgumentException>().Which.Message;
        }
    }

    [Fact]
    internal void Read_UnequalSizesOneByOne_AreBatchesOfTheirOwn()
    {
        using var drawn = new Unequal();
        var widths = new List<long>();
        foreach (var batch in BatchSource.Read(drawn, [0, 1], 1, workers: 2, epoch: 0))
        {
            using (batch) widths.Add(batch.Images.shape[3]);
        }

        widths.Should().Equal(8, 9);
    }

    [Fact]
    internal void Read_ErrorOrItemsThatTheDatasetKeeps_LeavesNothingAndFreesNothing()
    {
        using var kept = MemoryDataset.Quadrants(4, seed: 1);
        using var same = new Kept();
        using var drawn = new Unequal();
        LiveTensors.LeftBy(() =>
        {
            var read = () => BatchSource.Read(drawn, [0, 1], 2, workers: 2, epoch: 0).First();
            read.Should().Throw<ArgumentException>();
            foreach (var batch in BatchSource.Read(kept, [3, 1, 2], 2, workers: 2, epoch: 0)) batch.Dispose();
            foreach (var batch in BatchSource.Read(same, [0, 1, 2], 2, workers: 2, epoch: 0)) batch.Dispose();
        }).Should().Be(0);
        same.Image.IsInvalid.Should().BeFalse();
    }

    private static float[] Pixels(utils.data.Dataset dataset, int? epoch)
    {
        using var batch = BatchSource.Read(dataset, BatchSource.InOrder(dataset.Count), 6, workers: 2, epoch).Single();
        return batch.Images.data<float>().ToArray();
    }

    /// <summary>A dataset of a user's own, which knows nothing of epochs.</summary>
    private sealed class Wrapper(utils.data.Dataset inner) : utils.data.Dataset
    {
        public List<float> Sums { get; } = [];

        public override long Count => inner.Count;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            var item = inner.GetTensor(index);
            using var sum = item[ImageDataset.ImageKey].sum();
            lock (Sums) Sums.Add(sum.item<float>());
            return item;
        }
    }

    /// <summary>A dataset that reads on a thread that was there before.</summary>
    private sealed class OtherThread(utils.data.Dataset inner) : utils.data.Dataset
    {
        public override long Count => inner.Count;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            Dictionary<string, Tensor>? item = null;
            var thread = new Thread(() => item = inner.GetTensor(index));
            thread.UnsafeStart();
            thread.Join();
            return item!;
        }
    }

    /// <summary>The items of the first of several datasets.</summary>
    private sealed class Several(utils.data.Dataset[] inner) : utils.data.Dataset
    {
        public override long Count => inner[0].Count;

        public override Dictionary<string, Tensor> GetTensor(long index) => inner[0].GetTensor(index);
    }

    /// <summary>Keeps what is logged as a warning.</summary>
    private sealed class WarningList : ILogger
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
            string> formatter)
        {
            if (IsEnabled(logLevel)) Messages.Add(formatter(state, exception));
        }
    }

    /// <summary>Images of two sizes.</summary>
    private sealed class Unequal() : ImageDataset(["a"], new ImageTransform([], Normalization.Tf), seed: 0)
    {
        public override long Count => 2;

        protected override (RgbImage Image, int Label) Load(long index) => (new RgbImage(8 + (int)index, 8), 0);
    }

    /// <summary>The same tensors for every item.</summary>
    private sealed class Kept : utils.data.Dataset
    {
        public Tensor Image { get; } = zeros(3, 2, 2);

        public override long Count => 3;

        private Tensor Label { get; } = tensor(0L);

        public override Dictionary<string, Tensor> GetTensor(long index) =>
            new() { [ImageDataset.ImageKey] = Image, [ImageDataset.LabelKey] = Label };

        protected override void Dispose(bool disposing)
        {
            Image.Dispose();
            Label.Dispose();
        }
    }
}
