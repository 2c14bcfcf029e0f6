using System.Text.Json;

namespace GoogLeNetSharp;

/// <summary>Reads values of settings from JSON.</summary>
internal static class JsonText
{
    // Modules cost time and memory on any device, so the number that a short text may request is bounded.
    private const int MostLayers = 1000;

    /// <summary>Parses the name of an enumeration value.</summary>
    /// <exception cref="FormatException">The name is unknown.</exception>
    public static T Named<T>(JsonElement value)
        where T : struct, Enum =>
        Enum.GetNames<T>().Contains(value.GetString(), StringComparer.Ordinal)
            ? Enum.Parse<T>(value.GetString()!)
            : throw new FormatException($"{typeof(T).Name} is one of {string.Join(", ", Enum.GetNames<T>())}.");

    /// <summary>Parses a list of layers.</summary>
    /// <exception cref="FormatException">The list is too long.</exception>
    public static IReadOnlyList<T> Layers<T>(JsonElement list, Func<JsonElement, T> read, Func<T, long> count)
    {
        T[] items = [.. list.EnumerateArray().Select(read)];
        return items.Length <= MostLayers && items.Sum(count) <= MostLayers
            ? items
            : throw new FormatException($"a description has at most {MostLayers} layers.");
    }
}
