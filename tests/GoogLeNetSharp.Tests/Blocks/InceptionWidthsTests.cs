namespace GoogLeNetSharp.Tests.Blocks;

/// <summary>The row of an Inception module.</summary>
public sealed class InceptionWidthsTests
{
    [Fact]
    internal void OutChannels_Row_AddsTheFourBranches()
    {
        new InceptionWidths(Ch1x1: 1, Ch3x3Reduce: 20, Ch3x3: 300, Ch5x5Reduce: 4000, Ch5x5: 50000, PoolProjection: 600000)
            .OutChannels.Should().Be(650301);
    }

    [Theory]
    [InlineData(0, nameof(InceptionWidths.Ch1x1))]
    [InlineData(1, nameof(InceptionWidths.Ch3x3Reduce))]
    [InlineData(2, nameof(InceptionWidths.Ch3x3))]
    [InlineData(3, nameof(InceptionWidths.Ch5x5Reduce))]
    [InlineData(4, nameof(InceptionWidths.Ch5x5))]
    [InlineData(5, nameof(InceptionWidths.PoolProjection))]
    internal void Constructor_WidthBelowOne_NamesIt(int position, string name)
    {
        var widths = Enumerable.Repeat(1L, 6).ToArray();
        widths[position] = 0;
        var make = () => new InceptionWidths(widths[0], widths[1], widths[2], widths[3], widths[4], widths[5]);

        make.Should().Throw<ArgumentOutOfRangeException>().WithMessage($"{name}: must be 1 or more. (Parameter '{name}')*");
    }

    [Fact]
    internal void With_WidthBelowOne_NamesIt()
    {
        var row = new InceptionWidths(1, 1, 1, 1, 1, 1);

        row.Invoking(r => r with { Ch3x3 = -1 }).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Ch3x3: must be 1 or more. (Parameter 'Ch3x3')*");
    }
}
