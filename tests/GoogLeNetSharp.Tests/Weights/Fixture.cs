using System.Text.Json;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>Files written by PyTorch (the scripts lie beside them) and what PyTorch says they hold.</summary>
internal static class Fixture
{
    internal static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Weights", "Fixtures", name);

    internal static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    internal static IReadOnlyList<ExpectedTensor> Expected(string name)
    {
        foreach (string list in new[] { "expected.json", "expected_more.json" })
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path(list)));
            if (document.RootElement.TryGetProperty(name, out JsonElement tensors))
            {
                return [.. tensors.EnumerateObject().Select(ToExpected)];
            }
        }

        throw new ArgumentException($"no expected contents for {name}");
    }

    /// <summary>What read_safetensors.py printed for a file.</summary>
    internal static IReadOnlyList<ExpectedTensor> Recorded(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path(name)));
        return [.. document.RootElement.EnumerateObject().Select(ToExpected)];
    }

    /// <summary>What a script noted of one of several state dicts.</summary>
    internal static IReadOnlyList<ExpectedTensor> Recorded(string name, string state)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path(name)));
        return [.. document.RootElement.GetProperty(state).EnumerateObject().Select(ToExpected)];
    }

    private static ExpectedTensor ToExpected(JsonProperty tensor) => new(
        tensor.Name,
        tensor.Value.GetProperty("dtype").GetString() switch
        {
            "float64" => ScalarType.Float64,
            "float32" => ScalarType.Float32,
            "float16" => ScalarType.Float16,
            "bfloat16" => ScalarType.BFloat16,
            "int64" => ScalarType.Int64,
            "int32" => ScalarType.Int32,
            "int16" => ScalarType.Int16,
            "int8" => ScalarType.Int8,
            "uint8" => ScalarType.Byte,
            "bool" => ScalarType.Bool,
            var other => throw new ArgumentException(other),
        },
        [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())],
        [.. tensor.Value.GetProperty("values").EnumerateArray().Select(value => value.GetDouble())]);
}
