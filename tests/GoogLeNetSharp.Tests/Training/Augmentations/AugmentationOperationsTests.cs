using System.IO.Hashing;
using System.Text.Json;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Tests.Imaging;
using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Tests.Training.Augmentations;

/// <summary>TrivialAugment and RandAugment: tables and operations against torchvision (Reference/make_augmentation_reference.py), and what
/// is drawn.</summary>
public sealed class AugmentationOperationsTests
{
    private static readonly JsonElement[] Reference =
        [.. JsonDocument.Parse(File.ReadAllText("Training/Reference/augmentation_reference.json")).RootElement.EnumerateArray()];

    [Theory]
    [InlineData("TrivialAugment")]
    [InlineData("RandAugment")]
    internal void Table_EveryOperationAndStrength_AgreesWithTorchvisionByteForByte(string table)
    {
        foreach (var images in Reference.Where(entry => Text(entry, "table") == table).GroupBy(entry => Text(entry, "image")))
        {
            var image = Read(images.Key);
            var ranges = table == "RandAugment"
                ? AugmentationTable.RandAugment(image.Width, image.Height)
                : AugmentationTable.TrivialAugmentWide;
            ranges.Select(range => range.Kind.ToString()).Should().Equal(images.Select(entry => Text(entry, "operation")));
            foreach (var (range, entry) in ranges.Zip(images))
            {
                double[] magnitudes = [.. entry.GetProperty("magnitudes").EnumerateArray().Select(value => value.GetDouble())];
                magnitudes.Should().HaveCount(range.Weakest == range.Strongest ? 1 : AugmentationRange.Bins);
                var signs = entry.GetProperty("checksums");
                signs.GetArrayLength().Should().Be(range.IsSigned ? 2 : 1);
                for (var bin = 0; bin < magnitudes.Length; bin++)
                {
                    // torch.linspace's last bit depends on how it was compiled.
                    range.Magnitude(bin).Should().BeApproximately(magnitudes[bin], 1e-5, "{0} {1}", range.Kind, bin);
                    for (var sign = 0; sign < signs.GetArrayLength(); sign++)
                    {
                        Checksum(AugmentationOperations.Apply(image, range.Kind, sign == 0 ? magnitudes[bin] : -magnitudes[bin]))
                            .Should().Be(signs[sign][bin].GetUInt32(), "{0}, bin {1} of {2}, {3}", range.Kind, bin, table, images.Key);
                    }
                }
            }
        }
    }

    [Fact]
    internal void Apply_ManyDraws_UsesEveryOperationAndLeavesTheImageAlone()
    {
        var image = Read("rgb.png");
        var (before, random) = (Checksum(image), new Random(1));

        var trivial = Enumerable.Range(0, 2000).Select(_ => Checksum(new TrivialAugment().Apply(image, random))).ToHashSet();
        var twice = Enumerable.Range(0, 300).Select(_ => Checksum(new RandAugment().Apply(image, random))).ToHashSet();
        var once = Enumerable.Range(0, 500).Select(_ => Checksum(new RandAugment { Operations = 1, Magnitude = 30 }.Apply(image, random)))
            .ToHashSet();

        Checksum(image).Should().Be(before);
        trivial.Count.Should().BeInRange(300, 600);
        All(AugmentationTable.TrivialAugmentWide, Enumerable.Range(0, AugmentationRange.Bins)).Should().Contain(trivial)
            .And.HaveCountLessThan(600);
        All(AugmentationTable.RandAugment(image.Width, image.Height), [30]).Should().BeEquivalentTo(once);
        twice.Count.Should().BeGreaterThan(150, "two operations of 23 make about 500 images");

        HashSet<uint> All(IReadOnlyList<AugmentationRange> ranges, IEnumerable<int> bins) =>
        [
            .. from range in ranges
               from bin in bins
               from sign in range.IsSigned ? new[] { 1, -1 } : [1]
               select Checksum(AugmentationOperations.Apply(image, range.Kind, sign * range.Magnitude(bin))),
        ];
    }

    [Fact]
    internal void Settings_OutsideTheirRange_AreNamed()
    {
        FluentActions.Invoking(() => new RandAugment { Operations = 0 }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Operations: must be 1 or more.*");
        FluentActions.Invoking(() => new RandAugment { Magnitude = 31 }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Magnitude: must be from 0 to 30.*");
    }

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    private static RgbImage Read(string name) => name == "rgb.png"
        ? ImageDecoder.Read(ImageFixture.PathOf(name)) : ImageDecoder.Read(ImageFixture.PathOf("gray.png")).Crop(20, 10, 28, 28);

    private static uint Checksum(RgbImage image) =>
        Crc32.HashToUInt32([.. image.Pixels.ToArray().Where((_, i) => i % RgbImage.BytesPerPixel != 3)]);
}
