using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>The images to train and validate on, with the recipe that suits them.</summary>
/// <param name="Training">Training set.</param>
/// <param name="Validation">Validation set.</param>
/// <param name="Evaluation">Preprocessing at inference.</param>
/// <param name="Recipe">Settings that the command line does not give.</param>
internal sealed record DataSource(ImageDataset Training, ImageDataset Validation, ImageTransform Evaluation, Recipe Recipe) : IDisposable
{
    /// <summary>Number of drawn shapes to train on.</summary>
    public const int ShapesToTrainOn = 4000;

    private const int ShapesToValidateOn = 1000;
    private const double ValidationShare = 0.1;
    private const double ResizeRatio = 256.0 / 224;

    public static DataSource For(Settings settings) =>
        settings.Data is not null ? Folder(settings, settings.Data)
        : settings.Cifar10 is not null ? Cifar10(settings, settings.Cifar10)
        : Shapes(settings);

    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
    }

    private static DataSource Shapes(Settings settings)
    {
        var size = settings.Size ?? Recipe.Shapes.Size;
        var seed = settings.Seed ?? 0;
        return new DataSource(
            new ShapesDataset(settings.Images ?? ShapesToTrainOn, size, seed),
            new ShapesDataset(ShapesToValidateOn, size, ~seed),
            Preprocessing.Centre(size, size, Normalization.Tf),
            Recipe.Shapes);
    }

    private static DataSource Cifar10(Settings settings, string folder) => new(
        new Cifar10Dataset(folder, training: true, seed: settings.Seed ?? 0),
        new Cifar10Dataset(folder, training: false),
        Preprocessing.Cifar10,
        Recipe.Cifar10);

    private static DataSource Folder(Settings settings, string folder)
    {
        var preset = settings.Preset ?? Recipe.Folder.Preset;
        var size = settings.Size ?? (preset == GoogLeNetPreset.Cifar ? Recipe.Cifar10.Size : Recipe.Folder.Size);
        var normalization = preset == GoogLeNetPreset.Paper ? Normalization.Caffe : Normalization.ImageNet;
        var augmentation = Augmentation.ImageNet(size, normalization);
        var evaluation = Preprocessing.Centre((int)Math.Round(size * ResizeRatio), size, normalization);
        var seed = settings.Seed ?? 0;
        var (train, val) = (Path.Combine(folder, "train"), Path.Combine(folder, "val"));
        var (training, validation) = Directory.Exists(train) && Directory.Exists(val)
            ? (new ImageFolderDataset(train, augmentation, seed), new ImageFolderDataset(val, evaluation))
            : ImageFolderDataset.Split(folder, ValidationShare, augmentation, evaluation, seed);
        return new DataSource(training, validation, evaluation, Recipe.Folder);
    }
}
