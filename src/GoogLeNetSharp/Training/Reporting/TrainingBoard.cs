using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Writes TensorBoard event files with TorchSharp's writer.</summary>
internal sealed class TrainingBoard(string directory)
{
    private readonly SummaryWriter _writer = utils.tensorboard.SummaryWriter(directory);

    public void Write(TrainingProgress progress)
    {
        if (progress.Validation is { } validation)
        {
            Add("validation/loss", validation.Loss, progress);
            Add("validation/top1", validation.Top1, progress);
            Add("validation/top5", validation.Top5, progress);
            foreach (var (name, value) in validation.Metrics ?? new MetricValues([])) Add($"validation/{name}", value, progress);
            return;
        }

        Add("training/loss", progress.Loss, progress);
        Add("training/learning_rate", progress.LearningRate, progress);
        Add("training/images_per_second", progress.ImagesPerSecond, progress);
    }

    private void Add(string tag, double value, TrainingProgress progress) =>
        _writer.add_scalar(tag, (float)value, checked((int)progress.Step));
}
