using System.Text.Json.Serialization;

namespace GoogLeNetSharp.Training;

/// <summary>Reads and writes a <see cref="TrainingState"/> without reflection. Missing or null required values are errors.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TrainingState))]
[JsonSerializable(typeof(RunSettings))]
internal sealed partial class TrainingStateJson : JsonSerializerContext;
