using System.Text.Json;
using System.Text.Json.Nodes;

namespace GoogLeNetSharp;

/// <summary>Settings as a JSON object: each is named once, for writing and for reading.</summary>
internal sealed class OptionsText<TOptions>
{
    private readonly OrderedDictionary<string, (Func<TOptions, JsonNode?> Write,
        Func<TOptions, JsonElement, TOptions> Read)> _settings = [];

    /// <summary>Adds a setting; one that the constructor takes is not read here.</summary>
    public OptionsText<TOptions> With(string name, Func<TOptions, JsonNode?> write, Func<TOptions, JsonElement, TOptions>? read = null)
    {
        _settings.Add(name, (write, read ?? ((options, _) => options)));
        return this;
    }

    /// <summary>All settings, in the order in which they were added.</summary>
    public JsonObject Write(TOptions options) =>
        new(_settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value.Write(options))));

    /// <summary>Settings that the text does not name keep their value, so that files of an older version stay readable.</summary>
    /// <exception cref="FormatException">The text names a setting that there is not.</exception>
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
