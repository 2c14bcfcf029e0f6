using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>A forward pass that fails is reported with its place.</summary>
public sealed class SummaryExceptionTests
{
    [Fact]
    internal void Create_LayerFailsInside_NamesItWithItsInputAndTheRowsSoFar()
    {
        using var model = nn.Sequential(
            ("body", nn.Sequential(("conv", nn.Conv2d(3, 8, 3)), ("flatten", nn.Flatten()), ("linear", nn.Linear(100, 10)))),
            ("never", nn.ReLU()));

        var error = model.Invoking(broken => ModelSummary.Create(broken, 2, 3, 8, 8)).Should().Throw<SummaryException>().Which;

        error.Path.Should().Be("body.linear");
        error.InputShape.Should().Equal(2, 288);
        error.Partial.Rows.Select(row => row.Path).Should().Equal("", "body", "body.conv", "body.flatten", "body.linear");
        error.Partial.Row("body.conv").OutputShape.Should().Equal(2, 8, 6, 6);
        error.Partial.Row("body.linear").OutputShape.Should().BeNull();
        error.Message.Should().Be("""
            body.linear (Linear) failed on input shape [2, 288]: mat1 and mat2 shapes cannot be multiplied (2x288 and 100x10)

            Up to there:
            Sequential on 2 x 3 x 8 x 8 (Float32, cpu)

            Layer          Type        Input          Output
            -------------------------------------------------------
            Sequential     Sequential  2 x 3 x 8 x 8  -
            └─ body        Sequential  2 x 3 x 8 x 8  -
               ├─ conv     Conv2d      2 x 3 x 8 x 8  2 x 8 x 6 x 6
               ├─ flatten  Flatten     2 x 8 x 6 x 6  2 x 288
               └─ linear   Linear      2 x 288        -

            """);
        error.ToString().Should().NotContain("frame #", "a native stack trace helps nobody");
    }

    [Fact]
    internal void Create_OurModelRefusesTheInput_KeepsItsMessage()
    {
        using var model = new GoogLeNet();

        var error = model.Invoking(broken => ModelSummary.Create(broken, 1, 3, 32, 32)).Should().Throw<SummaryException>().Which;

        error.Path.Should().BeEmpty();
        error.Message.Should().StartWith(
            "GoogLeNet failed on input shape [1, 3, 32, 32]: input: expected an image of at least 193 x 193 and at most 224 x 224 (H x "
            + "W), got 32 x 32");
        error.InnerException.Should().BeOfType<ArgumentException>();
    }
}
