using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;
using static TorchSharp.torch.utils.data;

namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>The training and validation images, with a suitable recipe.</summary>
/// <param name="Training">Training set.</param>
/// <param name="Validation">Validation set.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Size">Side of the images in pixels.</param>
/// <param name="Evaluation">Preprocessing at inference.</param>
/// <param name="Recipe">Settings for options that are not set on the command line.</param>
internal sealed record DataSource(
    Dataset Training, Dataset Validation, IReadOnlyList<string> Classes, int Size, ImageTransform Evaluation, Recipe Recipe) : IDisposable
{
    /// <summary>Number of drawn shapes for training.</summary>
    public const int ShapesToTrainOn = 4000;

    /// <summary>Folder of Debian's Fashion-MNIST package.</summary>
    public const string DebianFashionMnist = "/usr/share/datasets/fashion-mnist";

    private const int ShapesToValidateOn = 1000;
    private const double ValidationShare = 0.1;
    private const double ResizeRatio = 256.0 / 224;

    public static DataSource For(Settings settings) => settings switch
    {
        { Data: { } folder } => OfFolder(settings, folder),
        { Dataset: { } dataset } => Published(settings, dataset, FolderOf(settings, dataset)),
        _ => Shapes(settings),
    };

    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
    }

    private static string FolderOf(Settings settings, DatasetName dataset)
    {
        if (settings.Folder is not null) return settings.Folder;
        if (dataset != DatasetName.FashionMnist)
            throw new ArgumentException($"--dataset {Settings.Spelling(dataset)}: pass the folder with its files with --folder.");
        return Directory.Exists(DebianFashionMnist) ? DebianFashionMnist : throw new DirectoryNotFoundException(
            $"--dataset {Settings.Spelling(dataset)}: {DebianFashionMnist} is not there. Install Debian's package dataset-fashion-mnist "
            + "(apt install dataset-fashion-mnist), or get the four files from https://github.com/zalandoresearch/fashion-mnist and pass "
            + "their folder with --folder.");
    }

    private static DataSource Shapes(Settings settings)
    {
        var size = settings.Size ?? Recipe.Shapes.Size;
        var seed = settings.Seed ?? 0;
        var training = new ShapesDataset(settings.Images ?? ShapesToTrainOn, size, seed);
        return new DataSource(
            training,
            new ShapesDataset(ShapesToValidateOn, size, ~seed),
            training.Classes,
            size,
            Preprocessing.Centre(size, size, Normalization.Tf),
            Recipe.Shapes);
    }

    private static DataSource Published(Settings settings, DatasetName dataset, string folder)
    {
        var seed = settings.Seed ?? 0;
        if (dataset is DatasetName.Cifar10 or DatasetName.Cifar100)
        {
            Func<bool, ImageDataset> cifar = dataset == DatasetName.Cifar10
                ? training => new Cifar10Dataset(folder, training, training ? Augmented(Augmentation.Cifar10, settings) : null, seed)
                : training => new Cifar100Dataset(folder, training, training ? Augmented(Augmentation.Cifar10, settings) : null, seed);
            return Of(settings, cifar(true), cifar(false), Recipe.Cifar10.Size, Preprocessing.Cifar10, Recipe.Cifar10);
        }

        var variant = Enum.Parse<MnistVariant>(dataset.ToString());
        var size = settings.Size ?? Recipe.Mnist.Size;
        var pad = new CenterCrop(size);     // black around the 28 x 28 pixels
        ImageStep[] steps = variant == MnistVariant.FashionMnist ? [pad, new RandomHorizontalFlip()] : [pad];
        var evaluation = new ImageTransform([pad], Normalization.Gray);
        return Of(
            settings,
            new MnistDataset(folder, training: true, variant, Augmented(new ImageTransform(steps, Normalization.Gray), settings), seed),
            new MnistDataset(folder, training: false, variant, evaluation),
            size,
            evaluation,
            Recipe.Mnist);
    }

    private static DataSource OfFolder(Settings settings, string folder)
    {
        var preset = settings.Preset ?? Recipe.Folder.Preset;
        var size = settings.Size ?? (preset == GoogLeNetPreset.Cifar ? Recipe.Cifar10.Size : Recipe.Folder.Size);
        var normalization = preset == GoogLeNetPreset.Paper ? Normalization.Caffe : Normalization.ImageNet;
        var augmentation = Augmented(Augmentation.ImageNet(size, normalization), settings);
        var evaluation = Preprocessing.Centre((int)Math.Round(size * ResizeRatio), size, normalization);
        var seed = settings.Seed ?? 0;
        var (train, val) = (Path.Combine(folder, "train"), Path.Combine(folder, "val"));
        var (training, validation) = Directory.Exists(train) && Directory.Exists(val)
            ? (new ImageFolderDataset(train, augmentation, seed), new ImageFolderDataset(val, evaluation))
            : ImageFolderDataset.Split(folder, ValidationShare, augmentation, evaluation, seed);
        return Of(settings, training, validation, size, evaluation, Recipe.Folder);
    }

    private static ImageTransform Augmented(ImageTransform transform, Settings settings)
    {
        List<ImageStep> steps = [.. transform.Steps];
        if (settings.Augment is { } name) steps.Add(name == AugmentName.TrivialAugment ? new TrivialAugment() : new RandAugment());
        if (settings.Erase is { } probability) steps.Add(new RandomErasing { Probability = probability });
        return new ImageTransform(steps, transform.Normalization);
    }

    private static DataSource Of(Settings settings, ImageDataset training, ImageDataset validation, int size, ImageTransform evaluation,
        Recipe recipe)
    {
        var images = Math.Min(settings.Images ?? training.Count, training.Count);
        Dataset taken = images < training.Count
            ? new Subset(training, Enumerable.Range(0, (int)images).Select(index => (long)index)) : training;
        return new DataSource(taken, validation, training.Classes, size, evaluation, recipe);
    }
}
