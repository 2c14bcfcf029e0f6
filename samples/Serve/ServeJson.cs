using System.Text.Json.Serialization;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>How answers are written as JSON, in code made by the compiler: nothing is looked up at run time, so that it can be
/// trimmed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ServeJson : JsonSerializerContext;
