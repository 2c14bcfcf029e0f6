using System.Text.Json;
using GoogLeNetSharp.Files;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights;

/// <summary>What a file's metadata say about the network: the name of its class, and its settings as JSON.</summary>
internal sealed record DescriptionMetadata(string File, string Network, string Text)
{
    internal const string SettingsKey = "googlenetsharp.options";
    private const string NetworkKey = "googlenetsharp.network";

    /// <summary>The metadata of a module; none where it is not <see cref="IDescribed"/>.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Of(nn.Module module) => module is not IDescribed network ? [] :
    [
        new(NetworkKey, module.GetType().Name),
        new(SettingsKey, network.Describe().ToJsonString()),
    ];

    /// <summary>The description in a file's metadata, or null. Files of before there were other networks describe a GoogLeNet.</summary>
    internal static DescriptionMetadata? Find(string file, IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(SettingsKey, out var text)
            ? new DescriptionMetadata(file, metadata.GetValueOrDefault(NetworkKey, nameof(GoogLeNet)), text)
            : null;

    /// <summary>Makes something of the settings.</summary>
    /// <exception cref="InvalidDataException">They are no JSON object, or not those of such a network.</exception>
    internal T Read<T>(Func<JsonElement, T> read) =>
        MetadataText.Read(File, SettingsKey, Text, read, $"does not describe a {InvalidFile.Printable(Network)}");

    /// <summary>The error of a description that does not hold.</summary>
    internal InvalidDataException Refused(FormattableString cause) => InvalidFile.At(File, "metadata " + SettingsKey, cause);
}
