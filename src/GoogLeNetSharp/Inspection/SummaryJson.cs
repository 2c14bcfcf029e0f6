using System.Text;
using System.Text.Json;

namespace GoogLeNetSharp.Inspection;

/// <summary>Writes a summary as JSON, version 1 of the schema in docs/summary.md.</summary>
internal static class SummaryJson
{
    private const int SchemaVersion = 1;

    public static string Write(ModelSummary summary)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", SchemaVersion);
            json.WriteString("model", summary.ModelType);
            Numbers(json, "inputShape", summary.InputShape);
            json.WriteString("inputType", summary.InputType.ToString());
            json.WriteString("device", summary.Device);
            Totals(json, summary.Totals);
            Array(json, "layers", summary.Rows, Layer);
            Array(json, "stages", summary.Stages, (writer, stage) => writer.WriteStringValue(stage.Path));
            Array(json, "inceptionModules", summary.InceptionModules, Inception);
            Array(json, "warnings", summary.Warnings, Warning);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Totals(Utf8JsonWriter json, SummaryTotals totals)
    {
        json.WriteStartObject("totals");
        json.WriteNumber("parameters", totals.Parameters);
        json.WriteNumber("trainableParameters", totals.TrainableParameters);
        json.WriteNumber("uncalledParameters", totals.UncalledParameters);
        json.WriteNumber("parameterBytes", totals.ParameterBytes);
        json.WriteNumber("buffers", totals.Buffers);
        json.WriteNumber("multiplyAdds", totals.MultiplyAdds);
        json.WriteNumber("multiplyAddsPerImage", totals.MultiplyAddsPerImage);
        json.WriteBoolean("multiplyAddsCountBias", false);
        json.WriteBoolean("multiplyAddsCountBatch", true);
        json.WriteNumber("inputBytes", totals.InputBytes);
        json.WriteNumber("peakInferenceBytes", totals.PeakInferenceBytes);
        json.WriteNumber("peakTrainingBytes", totals.PeakTrainingBytes);
        Number(json, "batchSize", totals.BatchSize);
        Number(json, "measuredBatchSize", totals.MeasuredBatchSize);
        json.WriteEndObject();
    }

    private static void Layer(Utf8JsonWriter json, SummaryRow row)
    {
        json.WriteStartObject();
        json.WriteString("path", row.Path);
        json.WriteString("type", row.TypeName);
        json.WriteNumber("depth", row.Depth);
        Numbers(json, "inputShape", row.InputShape);
        Numbers(json, "outputShape", row.OutputShape);
        Numbers(json, "kernel", row.Window?.Kernel);
        Numbers(json, "stride", row.Window?.Stride);
        Numbers(json, "padding", row.Window?.Padding);
        Field(json, row.ReceptiveField);
        json.WriteNumber("outputBytes", row.OutputBytes);
        json.WriteNumber("timesCalled", row.TimesCalled);
        json.WriteBoolean("watched", row.IsWatched);
        json.WriteString("sharedWith", row.SharedWith);
        json.WriteNumber("sharedParameters", row.SharedParameters);
        json.WriteString("auxiliaryTap", row.AuxiliaryTap);
        Cost(json, "own", row.Own);
        Cost(json, "subtree", row.Subtree);
        Array(json, "calls", row.Calls, Call);
        json.WriteEndObject();
    }

    private static void Field(Utf8JsonWriter json, ReceptiveField? field)
    {
        if (field is null)
        {
            json.WriteNull("receptiveField");
            return;
        }

        json.WriteStartObject("receptiveField");
        Numbers(json, "size", field.Size);
        Numbers(json, "stride", field.Stride);
        Numbers(json, "offset", field.Offset);
        json.WriteEndObject();
    }

    private static void Call(Utf8JsonWriter json, LayerCall call)
    {
        json.WriteStartObject();
        Numbers(json, "inputShape", call.InputShape);
        Numbers(json, "outputShape", call.OutputShape);
        json.WriteNumber("outputBytes", call.OutputBytes);
        json.WriteNumber("multiplyAdds", call.MultiplyAdds);
        json.WriteEndObject();
    }

    private static void Cost(Utf8JsonWriter json, string name, SummaryCost cost)
    {
        json.WriteStartObject(name);
        json.WriteNumber("parameters", cost.Parameters);
        json.WriteNumber("trainableParameters", cost.TrainableParameters);
        json.WriteNumber("parameterBytes", cost.ParameterBytes);
        json.WriteNumber("buffers", cost.Buffers);
        json.WriteNumber("multiplyAdds", cost.MultiplyAdds);
        json.WriteNumber("activationBytes", cost.ActivationBytes);
        json.WriteEndObject();
    }

    private static void Inception(Utf8JsonWriter json, InceptionView view)
    {
        json.WriteStartObject();
        json.WriteString("path", view.Row.Path);
        Array(json, "branches", view.Branches, (writer, branch) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", branch.Name);
            Array(writer, "steps", branch.Steps, (inner, step) => inner.WriteStringValue(step.Path));
            Numbers(writer, "outputShape", branch.OutputShape);
            writer.WriteEndObject();
        });
        if (view.Naive is { } naive)
        {
            json.WriteStartObject("naive");
            json.WriteNumber("parameters", naive.Parameters);
            json.WriteNumber("multiplyAdds", naive.MultiplyAdds);
            json.WriteNumber("outChannels", naive.OutChannels);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("naive");
        }

        json.WriteEndObject();
    }

    private static void Warning(Utf8JsonWriter json, ModelWarning warning)
    {
        json.WriteStartObject();
        json.WriteString("kind", warning.Kind.ToString());
        json.WriteString("path", warning.Path);
        json.WriteString("message", warning.Message);
        json.WriteEndObject();
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IReadOnlyList<long>? numbers)
    {
        if (numbers is null) json.WriteNull(name);
        else Array(json, name, numbers, (writer, number) => writer.WriteNumberValue(number));
    }

    private static void Number(Utf8JsonWriter json, string name, long? number)
    {
        if (number is null) json.WriteNull(name);
        else json.WriteNumber(name, number.Value);
    }
}
