using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Tests.Reference;
using SkiaSharp;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Explaining;

/// <summary>Sheets of maps and filters: which pixels show which numbers, texts, errors, tensors left.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ContactSheetTests : IDisposable
{
    private readonly ExplainedNetwork _network = new();
    private readonly Tensor _image = FormulaWeights.Image(1, 3, 9, 8);

    /// <summary>Fills the network by the formula.</summary>
    public ContactSheetTests()
    {
        FormulaWeights.Fill(_network);
        _network.eval();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _image.Dispose();
    }

    [Fact]
    internal void OfStage_EveryMap_IsAtItsPlaceInTheColoursOfItsNumbers()
    {
        using var maps = _network.ForwardStages(_image, "stem")["stem"];
        var numbers = maps.data<float>().ToArray();
        var (low, high) = (Math.Min(0, numbers.Min()), numbers.Order().ElementAt((int)(0.995 * (numbers.Length - 1))));

        var reader = new PictureReader(ContactSheet.OfStage(_network, _image, "stem"));

        reader.Texts[0].Should().Be("stem: 6 maps of 9 x 8");
        var sheet = reader.Images[1];
        sheet.Width.Should().Be(sheet.Pixels.Width, "nothing is scaled, so that a pixel has one colour");
        var tile = (Width: (sheet.Width + 2) / 8, Height: sheet.Height);
        for (var map = 0; map < 6; map++)
        {
            for (var place = 0; place < 72; place++)
            {
                var x = (map * tile.Width) + (int)((place % 8 + 0.5) * (tile.Width - 2) / 8);
                var color = ColorMap.Viridis.At((numbers[(map * 72) + place] - low) / (high - low));
                var y = (int)((place / 8 + 0.5) * tile.Height / 9);
                sheet.Pixels.GetPixel(x, y).Should().Be(new SKColor(color.Red, color.Green, color.Blue), "map {0}, pixel {1}", map, place);
            }
        }

        sheet.Pixels.GetPixel(sheet.Width - 1, 0).Alpha.Should().Be(0, "there is no eighth map");
    }

    [Theory]
    [InlineData("inception3a", "branch1: channels 0 to 63", "branch2: channels 64 to 191", "branch3: channels 192 to 223",
        "branch4: channels 224 to 255")]
    [InlineData("inception5b", "branch1: channels 0 to 383", "branch2: channels 384 to 767", "branch3: channels 768 to 895",
        "branch4: channels 896 to 1023")]
    internal void OfBranches_InceptionModule_NamesWhichBranchGaveWhichChannels(string stage, params string[] branches)
    {
        using var network = new GoogLeNet(GoogLeNetOptions.Cifar);
        network.eval();
        using var image = FormulaWeights.Image(3, 32, 32);

        var picture = ContactSheet.OfBranches(network, image, stage);

        picture.Width.Should().Be(1200);
        var reader = new PictureReader(picture);
        reader.Texts.Where(text => text.StartsWith("branch", StringComparison.Ordinal)).Should().Equal(branches);
        reader.Images.Should().HaveCount(1 + 4, "the legend and one panel for each branch");
        reader.Images[1..].Select(panel => panel.X).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        reader.Images[1..].Should().OnlyContain(panel => panel.X + panel.Width <= 1200);
    }

    [Fact]
    internal void OfFilters_ThreeChannels_AreColoured()
    {
        var weight = _network.state_dict()["stem.conv.weight"];
        var first = weight[0].data<float>().ToArray();

        var reader = new PictureReader(ContactSheet.OfFilters(_network));

        reader.Texts[0].Should().Be("stem.conv: 6 filters of 3 x 3 x 3, each scaled by its largest weight");
        var largest = first.Max(Math.Abs);
        var level = (int channel) => (byte)Math.Round(255 * ((first[channel * 9] / largest) + 1) / 2);
        var color = reader.Images[0].Pixels.GetPixel(2, 2);
        Math.Abs(color.Red - level(0)).Should().BeLessThanOrEqualTo(1);
        Math.Abs(color.Green - level(1)).Should().BeLessThanOrEqualTo(1);
        Math.Abs(color.Blue - level(2)).Should().BeLessThanOrEqualTo(1);
    }

    [Fact]
    internal void OfFilters_OneChannel_IsGray()
    {
        using var network = new LeNet(LeNetOptions.Default);

        var pixels = new PictureReader(ContactSheet.OfFilters(network)).Images[0].Pixels;

        pixels.Pixels.Where(color => color.Alpha > 0).Should().OnlyContain(color => color.Red == color.Green && color.Green == color.Blue);
    }

    [Fact]
    internal void OfFilters_NoConvolutionOfAnImage_SaysSo()
    {
        using var network = new InceptionNaive(4, 1, 1, 1);

        FluentActions.Invoking(() => ContactSheet.OfFilters(network)).Should().Throw<ArgumentException>()
            .WithMessage("network: expected a convolution with 1 or 3 channels of input, found none.*");
    }

    [Fact]
    internal void OfStage_WrongArguments_AreNamed()
    {
        using var two = FormulaWeights.Image(2, 3, 9, 8);
        FluentActions.Invoking(() => ContactSheet.OfStage(_network, two, "stem")).Should().Throw<ArgumentException>()
            .WithMessage("image: expected one, C x H x W or 1 x C x H x W, got shape [2, 3, 9, 8].*");
        FluentActions.Invoking(() => ContactSheet.OfStage(_network, _image, "nowhere")).Should().Throw<ArgumentException>()
            .WithMessage("*nowhere*stem, body, logits*");
        FluentActions.Invoking(() => ContactSheet.OfStage(_network, _image, "logits")).Should().Throw<ArgumentException>()
            .WithMessage("stage: logits is not a map N x C x H x W that the output depends on; those are stem, body.*");
        FluentActions.Invoking(() => ContactSheet.OfBranches(_network, _image, "stem")).Should().Throw<ArgumentException>()
            .WithMessage("stage: stem joins no branches; no stage of this network does.*");
        _network.train();
        FluentActions.Invoking(() => ContactSheet.OfStage(_network, _image, "stem")).Should().Throw<InvalidOperationException>()
            .WithMessage("network: is in training mode; call eval() first.");
    }

    [Fact]
    internal void OfBranches_StageWithoutBranches_ListsThoseThatJoinSome()
    {
        using var network = new GoogLeNet(GoogLeNetOptions.Cifar);
        network.eval();
        using var image = FormulaWeights.Image(3, 32, 32);

        FluentActions.Invoking(() => ContactSheet.OfBranches(network, image, "conv1")).Should().Throw<ArgumentException>()
            .WithMessage("stage: conv1 joins no branches; those that do are inception3a, inception3b, inception4a, *inception5b.*");
    }

    [Fact]
    internal void OfStage_ResultOrError_LeavesNoTensor()
    {
        LiveTensors.LeftBy(() => ContactSheet.OfStage(_network, _image, "body")).Should().Be(0);
        LiveTensors.LeftBy(() => ContactSheet.OfFilters(_network)).Should().Be(0);
        using var broken = new OpaqueNetwork(_ => throw new NotSupportedException("broken"));
        LiveTensors.LeftBy(() => FluentActions.Invoking(() => ContactSheet.OfStage(broken, _image, "foreign"))
            .Should().Throw<Exception>()).Should().Be(0);
    }

    [Fact]
    internal void Save_Picture_IsTheDrawing()
    {
        var file = Path.GetTempFileName();
        try
        {
            var picture = ContactSheet.OfFilters(_network);

            picture.Save(file);

            File.ReadAllText(file).Should().Be(picture.ToSvg());
            picture.ToString().Should().Be("The filters of stem.conv");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
