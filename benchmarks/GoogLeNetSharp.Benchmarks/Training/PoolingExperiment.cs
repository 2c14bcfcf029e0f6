using System.Globalization;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Training;

/// <summary>
/// What pooling costs a deep network on small images: VGG19's sixteen convolutions (at a quarter of its widths) with its five pools, the
/// same with two, and GoogLeNet's <c>Cifar</c> preset, trained alike on drawn shapes of 32 x 32 pixels.
/// </summary>
internal static class PoolingExperiment
{
    private const int Size = 32;
    private const int Classes = 10;
    private const int Epochs = 4;

    // VGG19 (Simonyan and Zisserman 2014, configuration E): convolutions per block, and their widths over four.
    private static readonly (int Convolutions, long Width)[] Vgg19 = [(2, 16), (2, 32), (4, 64), (4, 128), (4, 128)];

    public static int Run(string[] args)
    {
        Console.WriteLine(
            $"ShapesDataset {Size} x {Size}: {ShapesRecipe.TrainingImages} images to train on, {ShapesRecipe.ValidationImages} to "
            + $"validate on.");
        Console.WriteLine("| network | pools | last map | parameters | top-1 after 2 epochs | after 4 |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        Train("VGG19-like", "5", "1 x 1", () => Vgg(pools: 5));
        Train("VGG19-like", "2", "8 x 8", () => Vgg(pools: 2));
        Train("GoogLeNet `Cifar`", "3", "4 x 4", () => new GoogLeNet(GoogLeNetOptions.Cifar));
        return 0;
    }

    private static nn.Module<Tensor, Tensor> Vgg(int pools)
    {
        var layers = new List<(string, nn.Module<Tensor, Tensor>)>();
        var channels = 3L;
        for (var block = 0; block < Vgg19.Length; block++)
        {
            for (var i = 0; i < Vgg19[block].Convolutions; i++, channels = Vgg19[block].Width)
            {
                layers.Add(($"conv{block + 1}_{i + 1}",
                    new ConvBlock(channels, Vgg19[block].Width, kernelSize: 3, padding: 1, batchNorm: new(1e-5))));
            }

            if (block < pools) layers.Add(($"pool{block + 1}", nn.MaxPool2d(2)));
        }

        layers.AddRange([("avgpool", nn.AdaptiveAvgPool2d(1)), ("flatten", nn.Flatten()), ("fc", nn.Linear(channels, Classes))]);
        return nn.Sequential(layers);
    }

    private static void Train(string name, string pools, string lastMap, Func<nn.Module<Tensor, Tensor>> make)
    {
        manual_seed(1).Dispose();
        using var model = make();
        var epochs = ShapesRecipe.Train(model, Size, Epochs, TrainingPrecision.Float32).Epochs;
        var parameters = model.parameters().Sum(parameter => parameter.numel());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {pools} | {lastMap} | {parameters:N0} | {100 * epochs[1].Top1:F1}% | {100 * epochs[^1].Top1:F1}% |"));
    }
}
