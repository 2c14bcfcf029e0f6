using System.Text.Json;
using GoogLeNetSharp.Files;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Weights;

/// <summary>The description of a network in a file's metadata: the name of its class and its settings as JSON.</summary>
internal sealed record DescriptionMetadata(string File, string Network, string Text)
{
    internal const string SettingsKey = "googlenetsharp.options";
    private const string NetworkKey = "googlenetsharp.network";

    /// <summary>Gets the metadata of a module; empty if it is not <see cref="IDescribed"/>.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Of(nn.Module module) => module is not IDescribed network ? [] :
    [
        new(NetworkKey, module.GetType().Name),
        new(SettingsKey, network.Describe().ToJsonString()),
    ];

    /// <summary>Reads the description from a file's metadata, or returns null. Files that name no class describe a GoogLeNet, the only
    /// network of the first versions.</summary>
    internal static DescriptionMetadata? Find(string file, IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(SettingsKey, out var text)
            ? new DescriptionMetadata(file, metadata.GetValueOrDefault(NetworkKey, nameof(GoogLeNet)), text)
            : null;

    /// <summary>Reads the settings with a function.</summary>
    /// <exception cref="InvalidDataException">The settings are not a JSON object, or not valid for the network.</exception>
    internal T Read<T>(Func<JsonElement, T> read) =>
        MetadataText.Read(File, SettingsKey, Text, read, $"does not describe a {InvalidFile.Printable(Network)}");

    /// <summary>Creates the error for an invalid description.</summary>
    internal InvalidDataException Refused(FormattableString cause) => InvalidFile.At(File, "metadata " + SettingsKey, cause);
}
