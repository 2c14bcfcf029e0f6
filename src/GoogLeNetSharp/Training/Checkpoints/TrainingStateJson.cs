using System.Text.Json.Serialization;

namespace GoogLeNetSharp.Training;

/// <summary>How a <see cref="TrainingState"/> is written, without reflection; what is missing or null where it may not be is an
/// error.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TrainingState))]
[JsonSerializable(typeof(RunSettings))]
internal sealed partial class TrainingStateJson : JsonSerializerContext;
