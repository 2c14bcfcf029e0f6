using System.Text.Json.Serialization;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>Source-generated JSON serialization of responses, which supports trimming.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ServeJson : JsonSerializerContext;
