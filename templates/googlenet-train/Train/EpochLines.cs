using System.Globalization;
using GoogLeNetSharp.Training;

namespace Classifier1.Train;

/// <summary>Writes a line after each epoch.</summary>
internal sealed class EpochLines : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.Validation is not { } validation) return;
        var culture = CultureInfo.InvariantCulture;
        Console.Write(string.Create(culture, $"epoch {value.Epoch} of {value.Epochs}: loss {value.Loss:F3}, "));
        Console.WriteLine(string.Create(culture, $"validation {100 * validation.Top1:F1}%, {value.Remaining:hh\\:mm\\:ss} left"));
    }
}
