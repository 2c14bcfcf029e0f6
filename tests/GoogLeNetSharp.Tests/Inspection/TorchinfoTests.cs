using System.Text.Json;
using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>Against torchinfo: its published totals for googlenet, and the mistakes its users found (issues of
/// TylerYep/torchinfo).</summary>
public sealed class TorchinfoTests
{
    private static readonly Dictionary<string, string> OurNames = new()
    {
        ["BasicConv2d"] = "ConvBlock",
        ["Inception"] = "InceptionModule",
        ["InceptionAux"] = "AuxiliaryClassifier",
    };

    [Fact]
    internal void Create_GoogLeNet_HasTheRowsThatPyTorchGives_Issue97()
    {
        var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Inspection", "googlenet_rows.json")))
            .RootElement;
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);

        var summary = ModelSummary.Create(model, Shape(file.GetProperty("shape"))!);

        var compared = 0;
        foreach (var expected in file.GetProperty("rows").EnumerateArray())
        {
            var row = summary.Row(expected.GetProperty("path").GetString()!);
            var type = expected.GetProperty("type").GetString()!;
            row.TypeName.Should().Be(OurNames.GetValueOrDefault(type, type));
            row.Own.Parameters.Should().Be(expected.GetProperty("parameters").GetInt64(), "{0} holds that", row.Path);
            row.InputShape.Should().BeEquivalentTo(Shape(expected.GetProperty("input")), options => options.WithStrictOrdering(),
                "{0} takes that", row.Path);
            row.OutputShape.Should().BeEquivalentTo(Shape(expected.GetProperty("output")), options => options.WithStrictOrdering(),
                "{0} makes that", row.Path);
            compared++;
        }

        compared.Should().Be(summary.Rows.Count - 2, "only the pools of the two heads are functions there and modules here");
    }

    [Fact]
    internal void Create_GoogLeNet_HasTorchinfosTotals()
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);

        var summary = ModelSummary.Create(model, 1, 3, 112, 112);

        // Its tests/test_output/google.out: 13,004,888 parameters, 384.08 M multiply-adds, among them one per bias of fc and per batch-norm
        // parameter.
        var called = summary.Rows.Where(row => row.TimesCalled > 0).ToArray();
        var norms = called.Where(row => row.TypeName == "BatchNorm2d").Sum(row => row.Own.Parameters);
        summary.Totals.Parameters.Should().Be(13_004_888);
        Math.Round((summary.Totals.MultiplyAdds + norms + 1000) / 1e6, 2).Should().Be(384.08);
    }

    [Fact]
    internal void Create_Containers_AreNotCountedAgain_Issue39()
    {
        using var convolutions = nn.Sequential(nn.Conv2d(16, 16, 3), nn.Conv2d(16, 16, 3), nn.Conv2d(16, 16, 3));
        using var model = nn.Sequential(("convs", convolutions));

        var summary = ModelSummary.Create(model, 1, 16, 12, 12);

        const long weights = 16 * 16 * 9;
        summary.Totals.MultiplyAdds.Should().Be(weights * (100 + 64 + 36));
        summary.Row("convs").Own.MultiplyAdds.Should().Be(0);
        summary.Row("convs").Subtree.MultiplyAdds.Should().Be(summary.Totals.MultiplyAdds);
    }

    [Fact]
    internal void Create_ParameterWithoutLayer_IsCounted_Issue54()
    {
        using var model = new RawParameterLayer();

        var summary = ModelSummary.Create(model, 2, 16);

        summary.Totals.Parameters.Should().Be(16 * 64);
        summary.Rows[0].OutputShape.Should().Equal(2, 64);
        summary.Warnings.Should().ContainSingle().Which.Message.Should().Be(
            "RawParameterLayer has 1,024 parameters of its own and no rule of multiply-adds: they count 0.");
    }

    [Fact]
    internal void Create_ParameterList_IsCounted_Issue54()
    {
        using var model = new ParameterListLayer();

        var summary = ModelSummary.Create(model, 2, 3);

        summary.Row("weights").Own.Parameters.Should().Be(7);
        summary.Totals.Parameters.Should().Be(7 + 12);
        summary.Warnings.Should().BeEmpty();
    }

    [Fact]
    internal void Create_SharedLayersAndParameters_AreCountedOnce_Issue137()
    {
        using var model = new SharingLayer();

        var summary = ModelSummary.Create(model, 1, 4);

        summary.Totals.Parameters.Should().Be(20 + 35).And.Be(model.parameters().Sum(parameter => parameter.numel()));
        summary.Row("first").TimesCalled.Should().Be(2);
        summary.Row("first").Own.Should().Match<SummaryCost>(cost => cost.Parameters == 20 && cost.MultiplyAdds == 2 * 16);
        summary.Row("again").SharedWith.Should().Be("first");
        summary.Row("again").Subtree.Should().Be(default(SummaryCost));
        summary.Row("tied").SharedParameters.Should().Be(16);
        summary.Row("tied").Own.Should().Match<SummaryCost>(cost => cost.Parameters == 0 && cost.MultiplyAdds == 16);
        ModelSummaryTests.ShouldAddUp(summary);
    }

    [Fact]
    internal void Create_LayerThatNobodyCalls_IsSetApart_Issue243()
    {
        using var model = new SharingLayer();

        var summary = ModelSummary.Create(model, 1, 4);

        summary.Totals.UncalledParameters.Should().Be(35);
        summary.Row("idle").Calls.Should().BeEmpty();
        summary.Warnings.Should().Equal(
            new ModelWarning(ModelWarningKind.NeverCalled, "idle", "idle (Linear) is never called: 35 parameters do nothing."));
    }

    private static long[]? Shape(JsonElement element) =>
        element.ValueKind == JsonValueKind.Null ? null : [.. element.EnumerateArray().Select(side => side.GetInt64())];
}
