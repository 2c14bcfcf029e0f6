using GoogLeNetSharp.Training;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Training;

/// <summary>How the experiments train on drawn shapes: as the sample <c>TrainClassifier</c> does by default.</summary>
internal static class ShapesRecipe
{
    public const int TrainingImages = 4000;
    public const int ValidationImages = 1000;

    /// <summary>Trains a network on images of a size, and measures it on others after every epoch.</summary>
    public static TrainingResult Train(nn.Module<Tensor, Tensor> model, int size, int epochs, TrainingPrecision precision)
    {
        using var training = new ShapesDataset(TrainingImages, size, seed: 1);
        using var validation = new ShapesDataset(ValidationImages, size, seed: 2);
        var options = new TrainerOptions
        {
            Epochs = epochs,
            BatchSize = 32,
            Optimizer = new OptimizerSettings.AdamW(0.002, weightDecay: 0.05),
            Schedule = new LearningRateSchedule.Cosine { WarmupEpochs = 0.5 },
            Precision = precision,
        };
        return new Trainer(model, options).Fit(training, validation);
    }
}
