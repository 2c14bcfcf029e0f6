using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using GoogLeNetSharp.Imaging;
using static TorchSharp.torch.utils.data;

namespace GoogLeNetSharp.Training;

/// <summary>Finds datasets of this library in the fields of a custom dataset.</summary>
internal static class WrappedDatasets
{
    /// <summary>Finds the first <see cref="ImageDataset"/> with random steps inside a dataset, at any depth, or null.</summary>
    public static ImageDataset? FirstRandom(Dataset dataset) =>
        First(dataset, images => images.Transform.Steps.Any(step => step is not (Resize or CenterCrop)));

    /// <summary>The first <see cref="ImageDataset"/> of a kind that a dataset is or holds, at any depth; null where there is
    /// none.</summary>
    public static ImageDataset? First(Dataset dataset, Func<ImageDataset, bool> isWanted) =>
        First(dataset, isWanted, new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static ImageDataset? First(object? value, Func<ImageDataset, bool> isWanted, HashSet<object> seen)
    {
        if (value is null || !seen.Add(value)) return null;
        return value switch
        {
            ImageDataset images => isWanted(images) ? images : null,
            Dataset dataset =>
                Fields(dataset.GetType()).Select(field => First(field.GetValue(dataset), isWanted, seen))
                .FirstOrDefault(found => found is not null),
            IEnumerable<Dataset> datasets =>
                datasets.Select(dataset => First(dataset, isWanted, seen)).FirstOrDefault(found => found is not null),
            _ => null,
        };
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A field that was trimmed away holds no dataset.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A field that was trimmed away holds no dataset.")]
    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var current = type; current is not null && current != typeof(Dataset); current = current.BaseType)
        {
            foreach (var field in current.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
