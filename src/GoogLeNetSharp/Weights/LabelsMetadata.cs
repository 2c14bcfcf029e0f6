using System.Text.Json;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Weights.Loading;
using TorchSharp;

namespace GoogLeNetSharp.Weights;

/// <summary>Class names in a file's metadata, as a JSON array.</summary>
internal static class LabelsMetadata
{
    /// <summary>Checks that the number of labels equals the number of classes, if the module has a linear classifier.</summary>
    /// <exception cref="ArgumentException">The numbers differ, or the text is not an array.</exception>
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
