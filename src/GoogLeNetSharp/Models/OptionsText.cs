using System.Text.Json;
using System.Text.Json.Nodes;

namespace GoogLeNetSharp;

/// <summary>Reads and writes settings as a JSON object. Each setting is declared once for both.</summary>
internal sealed class OptionsText<TOptions>
{
    private readonly OrderedDictionary<string, (Func<TOptions, JsonNode?> Write,
        Func<TOptions, JsonElement, TOptions> Read)> _settings = [];

    /// <summary>Adds a setting. Settings that are constructor arguments are not read here.</summary>
    public OptionsText<TOptions> With(string name, Func<TOptions, JsonNode?> write, Func<TOptions, JsonElement, TOptions>? read = null)
    {
        _settings.Add(name, (write, read ?? ((options, _) => options)));
        return this;
    }

    /// <summary>Writes all settings, in the order in which they were added.</summary>
    public JsonObject Write(TOptions options) =>
        new(_settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value.Write(options))));

    /// <summary>Reads settings. Missing settings keep their value, so that files of older versions remain readable.</summary>
    /// <exception cref="FormatException">The text contains an unknown setting.</exception>
    public TOptions Read(TOptions options, JsonElement description)
    {
        foreach (var property in description.EnumerateObject())
        {
            if (!_settings.TryGetValue(property.Name, out var setting))
            {
                throw new FormatException($"the setting '{property.Name}' is unknown");
            }
            options = setting.Read(options, property.Value);
        }

        return options;
    }
}
