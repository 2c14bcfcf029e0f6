using System.Globalization;
using System.Xml.Linq;
using GoogLeNetSharp.Inspection;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>The drawing for papers and slides: complete in itself, with all steps and residuals, in lines that fit the place.</summary>
public sealed class SummarySvgTests
{
    private const double SlideWidth = 960;          // points of a slide of 16 to 9
    private const double SlideHeight = 540;
    private const double PageWidth = 510;           // points of an A4 page's text
    private const double PageHeight = 728;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly SummarySvgOptions Horizontal = new() { Orientation = SvgOrientation.Horizontal };

    [Theory]
    [InlineData(SvgOrientation.Vertical)]
    [InlineData(SvgOrientation.Horizontal)]
    internal void ToSvg_AnyElement_HasItsColoursAndFontInside(SvgOrientation orientation)
    {
        var drawing = Draw(new GoogLeNet(GoogLeNetOptions.TorchVision), 64, new SummarySvgOptions { Orientation = orientation });

        drawing.Attribute("font-family").Should().NotBeNull();
        var shapes = drawing.Descendants().Where(element => element.Name.LocalName is "rect" or "path" or "circle" or "text").ToArray();
        shapes.Should().HaveCountGreaterThan(200).And.OnlyContain(shape => shape.Attribute("fill") != null);
        drawing.Descendants(Svg + "text").Should().OnlyContain(text => text.Attribute("font-size") != null);
        shapes[0].Attribute("fill")!.Value.Should().Be("#ffffff", "the ground, for dark pages");
        drawing.ToString().Replace(Svg.NamespaceName, "", StringComparison.Ordinal).Should()
            .NotContainAny("http", "url(", "<style", "var(");
    }

    [Theory]
    [InlineData(SvgOrientation.Vertical)]
    [InlineData(SvgOrientation.Horizontal)]
    internal void ToSvg_GoogLeNet_HasStagesShapesBranchesAndHeads(SvgOrientation orientation)
    {
        using var model = new GoogLeNet(GoogLeNetOptions.TorchVision);
        var summary = ModelSummary.Create(model, 2, 3, 224, 224);

        var texts = Texts(XElement.Parse(summary.ToSvg(new SummarySvgOptions { Orientation = orientation })));

        foreach (var stage in summary.Stages)
        {
            texts.Should().Contain(stage.Name)
                .And.Contain(string.Join('×', stage.OutputShape!.Count > 2
                    ? stage.OutputShape.TakeLast(3)
                    : stage.OutputShape.TakeLast(1)));
        }

        texts.Count(text => text == "pool 3×3").Should().Be(9);
        texts.Should()
            .Contain(["input", "3×224×224", "conv 7×7 /2", "3×3, 384", "aux1", "aux2", "not run", "convolution", "auxiliary head"]);
        if (orientation == SvgOrientation.Vertical) texts.Should().Contain("64 + 128 + 32 + 32");
    }

    [Theory]        // points of the smallest text: papers set captions in 7 to 9, slides no less than 9
    [InlineData(SvgOrientation.Horizontal, SlideWidth, SlideHeight, 9)]
    [InlineData(SvgOrientation.Vertical, PageWidth, PageHeight, 7)]
    internal void ToSvg_GoogLeNetOnOneSlideOrPage_IsLegible(SvgOrientation orientation, double width, double height, double smallest)
    {
        var drawing = Draw(new GoogLeNet(GoogLeNetOptions.TorchVision), 224, new SummarySvgOptions { Orientation = orientation });

        var (drawn, high) = Size(drawing);
        var size = drawing.Descendants(Svg + "text").Min(text => Number(text, "font-size"));
        (size * Math.Min(width / drawn, height / high)).Should().BeGreaterThan(smallest);
    }

    [Theory]
    [InlineData(SvgOrientation.Vertical)]
    [InlineData(SvgOrientation.Horizontal)]
    internal void ToSvg_Boxes_LieApartAndInside(SvgOrientation orientation)
    {
        var drawing = Draw(new GoogLeNet(GoogLeNetOptions.TorchVision), 224, new SummarySvgOptions { Orientation = orientation });

        var (width, height) = Size(drawing);
        var boxes = drawing.Descendants(Svg + "rect").Where(box => box.Attribute("class") is { Value: not "k-group" })
            .Select(Box).ToArray();
        boxes.Should().OnlyContain(box => box.Left >= 0 && box.Top >= 0 && box.Right <= width && box.Bottom <= height);
        boxes.SelectMany((a, i) => boxes.Skip(i + 1)
            .Where(b => a.Left < b.Right && b.Left < a.Right && a.Top < b.Bottom && b.Top < a.Bottom))
            .Should().BeEmpty();
    }

    [Theory]
    [InlineData(false, 16)]
    [InlineData(true, 8)]
    internal void ToSvg_ResNet50_DrawsItsSumsAndCollapsesRepeatsOnRequest(bool collapse, int sums)
    {
        var drawing = Draw(new ResNet(ResNetOptions.ResNet50), 64, Horizontal with { CollapseRepeats = collapse });

        drawing.Descendants(Svg + "circle").Should().HaveCount(sums);
        Texts(drawing).Where(text => text.Contains('×', StringComparison.Ordinal) && text.Contains(" to ", StringComparison.Ordinal))
            .Should().Equal(
            collapse ? ["layer1.1 to layer1.2 ×2", "layer2.1 to layer2.3 ×3", "layer3.1 to layer3.5 ×5", "layer4.1 to layer4.2 ×2"] : []);
        Texts(drawing).Should().Contain(["global avg pool", "2048×1×1"]);
    }

    [Fact]
    internal void ToSvg_Vgg_NamesStagesAndFoldsActivations()
    {
        var texts = Texts(Draw(new Vgg(VggOptions.Vgg19), 32, Horizontal with { CollapseRepeats = true }));

        texts.Should().Contain(["conv1_1", "conv3_2 to conv3_4 ×3", "pool5"])
            .And.NotContain("ReLU");
    }

    [Theory]
    [InlineData(SvgOrientation.Vertical)]
    [InlineData(SvgOrientation.Horizontal)]
    internal void ToSvg_ResidualInAnOwnNetwork_IsAnEdgeToItsSum(SvgOrientation orientation)
    {
        var drawing = Draw(new SkippingNetwork(), 8, new SummarySvgOptions { Orientation = orientation });

        Texts(drawing).Should().ContainInOrder("stem", "left", "right", "+", "last").And.Contain("concat");
        // Edges over other boxes have four points; one leads from stem to the sum, one from the sum to the concatenation.
        drawing.Descendants(Svg + "path").Count(path => path.Attribute("d")!.Value.Count(letter => letter == 'L') == 3).Should().Be(2);
    }

    [Fact]
    internal void ToSvg_FewSteps_StayInOneLine()
    {
        var drawing = Draw(new SkippingNetwork(), 8, new SummarySvgOptions());

        // All boxes but the legend's stand on one axis.
        drawing.Descendants(Svg + "g").Elements(Svg + "rect").Select(Box).Select(box => Math.Round(box.Left + box.Right)).Distinct()
            .Should().ContainSingle();
    }

    [Theory]
    [InlineData(SvgOrientation.Vertical, 0, 0.2)]
    [InlineData(SvgOrientation.Horizontal, double.PositiveInfinity, 15)]
    internal void ToSvg_ExtremeAspectRatio_IsOneLine(SvgOrientation orientation, double aspectRatio, double bound)
    {
        var (width, height) =
            Size(Draw(new Vgg(VggOptions.Vgg19), 32, new SummarySvgOptions { Orientation = orientation, AspectRatio = aspectRatio }));

        if (aspectRatio == 0) (width / height).Should().BeLessThan(bound);
        else (width / height).Should().BeGreaterThan(bound);
    }

    [Fact]
    internal void ToSvg_OtherModules_AreDrawnInTheOrderOfTheirCalls()
    {
        Texts(Draw(nn.Sequential(("<a>", nn.Linear(8, 4)), ("act", nn.ReLU()), ("b", nn.Linear(4, 2))), null, new SummarySvgOptions()))
            .Should().ContainInOrder("input", "8", "<a>", "linear", "4", "b", "linear", "2").And.NotContain("act");
        Texts(Draw(new SharingLayer(), null, new SummarySvgOptions(), 1, 4)).Should().Contain("first").And.NotContain("idle");
        Texts(Draw(new InceptionNaive(3, 1, 2, 3), 8, new SummarySvgOptions())).Should()
            .ContainInOrder("InceptionNaive", "9×8×8", "1×1, 1", "3×3, 2", "5×5, 3", "pool 3×3");
    }

    [Fact]
    internal void Options_OutsideTheirRange_AreRefused()
    {
        FluentActions.Invoking(() => new SummarySvgOptions { AspectRatio = -1 }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("AspectRatio: must be 0 or more, or null for a slide or page.*");
        FluentActions.Invoking(() => new SummarySvgOptions { AspectRatio = double.NaN }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new SummarySvgOptions { Orientation = (SvgOrientation)2 }).Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Orientation: must be Vertical or Horizontal.*");
        using var model = nn.Linear(1, 1);
        FluentActions.Invoking(() => ModelSummary.Create(model, 1, 1).ToSvg(null!)).Should().Throw<ArgumentNullException>()
            .WithParameterName("options");
    }

    private static XElement Draw(nn.Module<Tensor, Tensor> model, long? side, SummarySvgOptions options, params long[] shape)
    {
        using (model)
        {
            return XElement.Parse(ModelSummary.Create(model, side is { } pixels ? [1, 3, pixels, pixels] : shape is [] ? [1, 8] : shape)
                .ToSvg(options));
        }
    }

    private static string[] Texts(XElement drawing) => [.. drawing.Descendants(Svg + "text").Select(text => text.Value)];

    private static (double Width, double Height) Size(XElement drawing) => (Number(drawing, "width"), Number(drawing, "height"));

    private static (double Left, double Top, double Right, double Bottom) Box(XElement box) => (
        Number(box, "x"), Number(box, "y"), Number(box, "x") + Number(box, "width"), Number(box, "y") + Number(box, "height"));

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private sealed class SkippingNetwork : Block
    {
        private readonly ConvBlock _stem, _left, _right, _last;

        public SkippingNetwork() : base(nameof(SkippingNetwork))
        {
            _stem = Register("stem", new ConvBlock(3, 4, kernelSize: 1));
            _left = Register("left", new ConvBlock(4, 4, kernelSize: 3, padding: 1));
            _right = Register("right", new ConvBlock(4, 4, kernelSize: 3, padding: 1));
            _last = Register("last", new ConvBlock(4, 4, kernelSize: 1));
        }

        protected override Value Define(Value x)
        {
            x = x.Call(_stem);
            var sum = x.Call(_left).Call(_right) + x;
            return Value.Concat(sum.Call(_last), sum);
        }
    }
}
