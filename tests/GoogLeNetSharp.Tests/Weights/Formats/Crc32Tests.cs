using GoogLeNetSharp.Weights.Formats;

namespace GoogLeNetSharp.Tests.Weights.Formats;

/// <summary>The checksum against SharpZipLib's.</summary>
public sealed class Crc32Tests
{
    [Fact]
    internal void Value_OfTheCheckText_IsThePublishedOne() => Of("123456789"u8.ToArray()).Should().Be(0xcbf43926);

    [Fact]
    internal void Value_EveryLengthUpTo300_IsSharpZipLibs()
    {
        byte[] bytes = new byte[300];
        new Random(1).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            var expected = new ICSharpCode.SharpZipLib.Checksum.Crc32();
            expected.Update(new ArraySegment<byte>(bytes, 0, length));
            Of(bytes[..length]).Should().Be((uint)expected.Value, $"{length} bytes");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(999)]
    internal void Value_InPieces_IsThatOfTheWhole(int piece)
    {
        byte[] bytes = new byte[1000];
        new Random(2).NextBytes(bytes);
        Of(bytes, piece).Should().Be(Of(bytes));
    }

    private static uint Of(byte[] bytes, int piece = int.MaxValue)
    {
        var crc = new Crc32();
        for (int at = 0; at < bytes.Length; at += Math.Min(piece, bytes.Length)) crc.Update(new ArraySegment<byte>(bytes, at, Math.Min(piece, bytes.Length - at)));
        return crc.Value;
    }
}
