using System.Text.Json.Serialization;

namespace GoogLeNetSharp.Training;

/// <summary>How a <see cref="TrainingState"/> is written, without reflection.</summary>
[JsonSerializable(typeof(TrainingState))]
internal sealed partial class TrainingStateJson : JsonSerializerContext;
