using System.Globalization;
using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Training;

/// <summary>The same training on drawn shapes in float32 and in mixed precision.</summary>
internal static class PrecisionExperiment
{
    public static int Run(string[] args)
    {
        Console.WriteLine("GoogLeNet Cifar on ShapesDataset 24 x 24: 3000 images to train on, 1000 to validate on, 5 epochs.");
        foreach (var precision in Enum.GetValues<TrainingPrecision>())
        {
            manual_seed(1).Dispose();
            using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
            using var training = new ShapesDataset(3000, size: 24, seed: 1);
            using var validation = new ShapesDataset(1000, size: 24, seed: 2);
            var options = new TrainerOptions
            {
                Epochs = 5,
                BatchSize = 50,
                Optimizer = new OptimizerSettings.Sgd(0.05, nesterov: true, weightDecay: 5e-4),
                Schedule = new LearningRateSchedule.Cosine { WarmupEpochs = 0.5 },
                Precision = precision,
            };
            var result = new Trainer(model, options).Fit(training, validation);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {precision,-9} top-1 {100 * result.Validation!.Top1:F1}%, validation loss {result.Validation.Loss:F3}"));
        }

        return 0;
    }
}
