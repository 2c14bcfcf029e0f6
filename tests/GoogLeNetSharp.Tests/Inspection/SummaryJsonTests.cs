using System.Text.Json;
using GoogLeNetSharp.Inspection;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>The JSON holds all of the summary.</summary>
public sealed class SummaryJsonTests
{
    [Fact]
    internal void ToJson_Cifar_HoldsRowsTotalsAndModules()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.Cifar);
        var summary = ModelSummary.Create(model, 4, 3, 32, 32);

        var json = JsonDocument.Parse(summary.ToJson()).RootElement;

        json.GetProperty("version").GetInt32().Should().Be(1);
        json.GetProperty("totals").GetProperty("multiplyAdds").GetInt64().Should().Be(summary.Totals.MultiplyAdds);
        json.GetProperty("totals").GetProperty("measuredBatchSize").GetInt64().Should().Be(1);
        var layers = json.GetProperty("layers").EnumerateArray().ToArray();
        layers.Select(layer => layer.GetProperty("path").GetString()).Should().Equal(summary.Rows.Select(row => row.Path));
        layers.Sum(layer => layer.GetProperty("own").GetProperty("parameters").GetInt64()).Should().Be(summary.Totals.Parameters);
        json.GetProperty("inceptionModules").GetArrayLength().Should().Be(9);
        json.GetProperty("stages").EnumerateArray().Select(stage => stage.GetString()).Should()
            .Equal(model.Stages.Select(stage => stage.Name));
    }

    [Fact]
    internal void ToJson_SharingLayer_IsTheGoldenText()
    {
        using var model = new SharingLayer();

        GoldenFile.ShouldMatch(ModelSummary.Create(model, 1, 4).ToJson(), "sharing.json");
    }
}
