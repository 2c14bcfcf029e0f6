using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>The images to train and validate on, and what goes well with them where the command line does not say.</summary>
/// <param name="Training">Images to learn from.</param>
/// <param name="Validation">Images to measure on.</param>
/// <param name="Evaluation">What images go through before the network at use.</param>
/// <param name="Preset">The network.</param>
/// <param name="Epochs">Epochs.</param>
/// <param name="Batch">Batch size.</param>
/// <param name="Optimizer">Optimizer.</param>
/// <param name="Rate">Learning rate.</param>
/// <param name="WeightDecay">Weight decay.</param>
/// <param name="Warmup">Epochs in which the rate rises.</param>
internal sealed record DataSource(
    ImageDataset Training, ImageDataset Validation, ImageTransform Evaluation, GoogLeNetPreset Preset,
    int Epochs, int Batch, OptimizerName Optimizer, double Rate, double WeightDecay, double Warmup) : IDisposable
{
    private const int ShapesToTrainOn = 4000;
    private const int ShapesToValidateOn = 1000;
    private const double ValidationShare = 0.1;
    private const double ResizeRatio = 256.0 / 224;

    public static DataSource For(Settings settings) =>
        settings.Data is not null ? Folder(settings, settings.Data) : settings.Cifar10 is not null ? Cifar10(settings, settings.Cifar10) : Shapes(settings);

    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
    }

    private static DataSource Shapes(Settings settings)
    {
        var size = settings.Size ?? 24;
        var seed = settings.Seed ?? 0;
        return new DataSource(
            new ShapesDataset(settings.Images ?? ShapesToTrainOn, size, seed),
            new ShapesDataset(ShapesToValidateOn, size, ~seed),
            Preprocessing.Centre(size, size, Normalization.Tf), GoogLeNetPreset.Cifar,
            Epochs: 6, Batch: 32, OptimizerName.AdamW, Rate: 0.002, WeightDecay: 0.05, Warmup: 0.5);
    }

    // The recipe of kuangliu/pytorch-cifar.
    private static DataSource Cifar10(Settings settings, string folder) => new(
        new Cifar10Dataset(folder, training: true, seed: settings.Seed ?? 0),
        new Cifar10Dataset(folder, training: false),
        Preprocessing.Cifar10, GoogLeNetPreset.Cifar,
        Epochs: 200, Batch: 128, OptimizerName.Sgd, Rate: 0.1, WeightDecay: 5e-4, Warmup: 0);

    private static DataSource Folder(Settings settings, string folder)
    {
        var preset = settings.Preset ?? GoogLeNetPreset.TorchVision;
        var size = settings.Size ?? (preset == GoogLeNetPreset.Cifar ? 32 : 224);
        var normalization = preset == GoogLeNetPreset.Paper ? Normalization.Caffe : Normalization.ImageNet;
        var augmentation = Augmentation.ImageNet(size, normalization);
        var evaluation = Preprocessing.Centre((int)Math.Round(size * ResizeRatio), size, normalization);
        var seed = settings.Seed ?? 0;
        var (train, val) = (Path.Combine(folder, "train"), Path.Combine(folder, "val"));
        var (training, validation) = Directory.Exists(train) && Directory.Exists(val)
            ? (new ImageFolderDataset(train, augmentation, seed), new ImageFolderDataset(val, evaluation))
            : ImageFolderDataset.Split(folder, ValidationShare, augmentation, evaluation, seed);
        return new DataSource(
            training, validation, evaluation, preset, Epochs: 30, Batch: 32, OptimizerName.Sgd, Rate: 0.01, WeightDecay: 2e-4, Warmup: 1);
    }
}
