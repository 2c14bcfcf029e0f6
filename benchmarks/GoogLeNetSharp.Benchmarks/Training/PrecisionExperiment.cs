using System.Globalization;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Training;

/// <summary>The same training on drawn shapes in float32 and in mixed precision.</summary>
internal static class PrecisionExperiment
{
    private const int Size = 24;
    private const int Epochs = 6;

    public static int Run(string[] args)
    {
        Console.WriteLine(
            $"GoogLeNet Cifar on ShapesDataset {Size} x {Size}: {ShapesRecipe.TrainingImages} images to train on, "
            + $"{ShapesRecipe.ValidationImages} to validate on, {Epochs} epochs.");
        foreach (var precision in new[] { TrainingPrecision.Float32, TrainingPrecision.BFloat16 })
        {
            manual_seed(1).Dispose();
            using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
            var result = ShapesRecipe.Train(model, Size, Epochs, precision).Validation!;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {precision,-9} top-1 {100 * result.Top1:F1}%, validation loss {result.Loss:F3}"));
        }

        return 0;
    }
}
