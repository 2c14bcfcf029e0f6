using System.Globalization;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Training;

/// <summary>
/// The course notes' remark on real data: VGG19 at a quarter of its widths with its five pools and with three, without batch norm as
/// published and with it, LeNet, and GoogLeNet's <c>Cifar</c> preset, trained alike on Fashion-MNIST padded to 32 x 32 pixels.
/// </summary>
internal static class NotesExperiment
{
    private const int Size = 32;
    private const int Classes = 10;
    private const int TestImages = 2000;
    private const int BatchSize = 50;
    private const int WidthDivisor = 4;
    private const int VggHead = 128;

    private static readonly (string Name, Func<nn.Module<Tensor, Tensor>> Make,
        Func<Tensor, nn.Module<Tensor, Tensor>, Tensor> Features)[] Networks =
    [
        Vgg("VGG19, 5 pools", pools: 5, batchNorm: false),
        Vgg("VGG19, 3 pools", pools: 3, batchNorm: false),
        Vgg("VGG19, 5 pools, batch norm", pools: 5, batchNorm: true),
        Vgg("VGG19, 3 pools, batch norm", pools: 3, batchNorm: true),
        ("LeNet", () => new LeNet(LeNetOptions.Default with { ImageSize = Size }),
            (images, model) => ((LeNet)model).ForwardFeatures(images)),
        ("GoogLeNet `Cifar`", () => new GoogLeNet(GoogLeNetOptions.Cifar with { InputChannels = 1 }),
            (images, model) => ((GoogLeNet)model).ForwardFeatures(images)),
    ];

    public static int Run(string[] args)
    {
        if (args is not [var folder, .. var rest] || !Number(rest, 0, 3000, out var images) || !Number(rest, 1, 5, out var epochs)
            || !Number(rest, 2, 1, out var seeds)
            || !Number(rest, 3, Networks.Length, out var networks))
        {
            Console.Error.WriteLine("usage: -- notes FOLDER [IMAGES] [EPOCHS] [SEEDS] [NETWORKS]");
            return 2;
        }

        Console.WriteLine(
            $"Fashion-MNIST, padded to {Size} x {Size}: the first {images} images to train on, the first {TestImages} test images to "
            + $"measure on; {epochs} epochs.");
        Console.WriteLine(
            "| network | seed | last map | gradient norm of the first and of the last convolution, before training | top-1 after each "
            + "epoch |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        for (var seed = 1; seed <= seeds; seed++)
            foreach (var network in Networks.Take(networks)) Train(network, folder, images, epochs, seed);
        return 0;
    }

    private static (string, Func<nn.Module<Tensor, Tensor>>, Func<Tensor, nn.Module<Tensor, Tensor>, Tensor>) Vgg(string name, int pools,
        bool batchNorm) => (
        name,
        () => new Vgg(VggOptions.Vgg19 with
        {
            Configuration =
                [.. VggOptions.Vgg19.Configuration.Select((stage, i) => stage with
                {
                    Channels = stage.Channels / WidthDivisor,
                    Pool = i < pools,
                })],
            BatchNorm = batchNorm,
            InputChannels = 1,
            NumClasses = Classes,
            PooledSize = 1,
            HiddenFeatures = VggHead,
        }),
        (images, model) => ((Vgg)model).ForwardFeatures(images));

    private static void Train(
        (string Name, Func<nn.Module<Tensor, Tensor>> Make, Func<Tensor, nn.Module<Tensor, Tensor>, Tensor> Features) network,
        string folder, int images, int epochs, int seed)
    {
        manual_seed(seed).Dispose();
        var transform = new ImageTransform([new CenterCrop(Size)], Normalization.Gray);
        using var all = new MnistDataset(folder, training: true, MnistVariant.FashionMnist, transform);
        using var test = new MnistDataset(folder, training: false, MnistVariant.FashionMnist, transform);
        using var training = First(all, images);
        using var validation = First(test, TestImages);
        using var model = network.Make();
        var (map, gradients) = AtTheStart(model, network.Features, training);
        var options = new TrainerOptions
        {
            Epochs = epochs,
            BatchSize = BatchSize,
            Optimizer = new OptimizerSettings.AdamW(0.001),
            Schedule = new LearningRateSchedule.Cosine { WarmupEpochs = 0.5 },
            Precision = TrainingPrecision.Float32,
            Seed = seed,
        };
        var curve = new Trainer(model, options).Fit(training, validation).Epochs.Select(epoch => Text($"{100 * epoch.Top1:F1}"));
        Console.WriteLine($"| {network.Name} | {seed} | {map} | {gradients} | {string.Join(", ", curve)}% |");
    }

    // The size of the last map, and what of the gradient of one batch reaches the first convolution.
    private static (string Map, string Gradients) AtTheStart(
        nn.Module<Tensor, Tensor> model, Func<Tensor, nn.Module<Tensor, Tensor>, Tensor> features, utils.data.Dataset training)
    {
        using var scope = NewDisposeScope();
        var items = Enumerable.Range(0, BatchSize).Select(index => training.GetTensor(index)).ToArray();
        var (images, labels) = (stack(items.Select(item => item[ImageDataset.ImageKey])),
            stack(items.Select(item => item[ImageDataset.LabelKey])));
        var map = features(images, model).shape;
        nn.functional.cross_entropy(model.call(images), labels).backward();
        var norms = model.named_parameters().Where(entry => entry.parameter.dim() == 4)
            .Select(entry => entry.parameter.grad!.norm().item<float>()).ToArray();
        foreach (var parameter in model.parameters()) parameter.grad = null;
        return ($"{map[2]} x {map[3]}", Text($"{norms[0]:G2}, {norms[^1]:G2}"));
    }

    private static Subset First(MnistDataset dataset, int count) =>
        new(dataset, Enumerable.Range(0, (int)Math.Min(count, dataset.Count)).Select(index => (long)index));

    private static bool Number(string[] args, int index, int otherwise, out int number)
    {
        number = otherwise;
        return args.Length <= index || (int.TryParse(args[index], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number > 0);
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
