using System.Text.Json;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Weights.Loading;
using TorchSharp;

namespace GoogLeNetSharp.Weights;

/// <summary>Names of the classes as text in a file's metadata: a JSON array.</summary>
internal static class LabelsMetadata
{
    /// <summary>Compares the number of labels with that of the module's classes, where it has a linear classifier.</summary>
    /// <exception cref="ArgumentException">They differ, or the text is no array.</exception>
    internal static void Check(string text, torch.nn.Module module, string argument)
    {
        if (new TargetModule(module).Classes is not { } classes) return;
        var labels = Count(text, argument);
        if (labels != classes)
        {
            throw new ArgumentException(FormattableString.Invariant($"{argument}: labels must be one per class, {classes}, got {labels}."),
                argument);
        }
    }

    private static int Count(string text, string argument)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.GetArrayLength();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"{argument}: {ClassifierMetadata.LabelsKey} must be a JSON array of class names.", argument, e);
        }
    }
}
