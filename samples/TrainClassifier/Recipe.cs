namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>Default settings for a kind of data, which command-line options override individually.</summary>
/// <param name="Network">The network.</param>
/// <param name="Preset">The preset of GoogLeNet.</param>
/// <param name="Size">Side of the images in pixels.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Batch">Batch size.</param>
/// <param name="Optimizer">Optimizer.</param>
/// <param name="Rate">Learning rate.</param>
/// <param name="WeightDecay">Weight decay.</param>
/// <param name="Warmup">Epochs of warm-up.</param>
internal sealed record Recipe(
    NetworkName Network, GoogLeNetPreset Preset, int Size, int Epochs, int Batch, OptimizerName Optimizer, double Rate, double WeightDecay,
    double Warmup)
{
    /// <summary>Drawn shapes.</summary>
    public static Recipe Shapes { get; } = new(
        NetworkName.GoogLeNet, GoogLeNetPreset.Cifar, Size: 24, Epochs: 6, Batch: 32, OptimizerName.AdamW, Rate: 0.002, WeightDecay: 0.05,
        Warmup: 0.5);

    /// <summary>A folder of images.</summary>
    public static Recipe Folder { get; } = new(
        NetworkName.GoogLeNet, GoogLeNetPreset.TorchVision, Size: 224, Epochs: 30, Batch: 32, OptimizerName.Sgd, Rate: 0.01,
        WeightDecay: 2e-4, Warmup: 1);

    /// <summary>CIFAR-10 and CIFAR-100, as in kuangliu/pytorch-cifar.</summary>
    public static Recipe Cifar10 { get; } = new(
        NetworkName.GoogLeNet, GoogLeNetPreset.Cifar, Size: 32, Epochs: 200, Batch: 128, OptimizerName.Sgd, Rate: 0.1, WeightDecay: 5e-4,
        Warmup: 0);

    /// <summary>MNIST and datasets in its format.</summary>
    public static Recipe Mnist { get; } = new(
        NetworkName.LeNet, GoogLeNetPreset.Cifar, Size: 28, Epochs: 15, Batch: 128, OptimizerName.AdamW, Rate: 0.002, WeightDecay: 0.05,
        Warmup: 0.5);

    /// <summary>Formats a setting of every recipe for the help: <c>[default: 6 for shapes, 30 for --data, 200 for CIFAR, 15 for
    /// MNIST]</c>.</summary>
    /// <param name="setting">The setting.</param>
    public static string Defaults(Func<Recipe, object> setting) => FormattableString.Invariant(
        $"[default: {setting(Shapes)} for shapes, {setting(Folder)} for --data, {setting(Cifar10)} for CIFAR, {setting(Mnist)} for MNIST]");
}
