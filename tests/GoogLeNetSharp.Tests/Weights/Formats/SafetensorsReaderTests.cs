using System.Text;
using GoogLeNetSharp.Tests.Weights.Making;
using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Tests.Weights.Formats;

/// <summary>One broken safetensors file per error.</summary>
public sealed class SafetensorsReaderTests
{
    private const string Sound = """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    [Fact]
    internal void Read_SoundFile_IsAccepted()
    {
        using var stream = new MemoryStream(SafetensorsMaker.File(Sound + "  ", 8));
        StateDictFile.Inspect(stream).Tensors.Single().ByteCount.Should().Be(8);
    }

    [Theory]
    [InlineData(ulong.MaxValue, "stream: byte 0: the header length 18446744073709551615 reaches beyond the file, which has 70 bytes")]
    [InlineData(63UL, "stream: byte 0: the header length 63 reaches beyond the file, which has 70 bytes")]
    [InlineData(40UL, "stream: byte 40: the header is not valid JSON: Expected end of string, but instead reached end of data.")]
    [InlineData(0UL, "stream: byte 8: the header is not valid JSON: The input does not contain any JSON tokens.")]
    internal void Read_FalseHeaderLength_Throws(ulong length, string message) =>
        Hostile.ShouldBeRefused(SafetensorsMaker.File(Encoding.UTF8.GetBytes(Sound), 8, length), message);

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{}}""", 8,
        "stream: byte 62: the header has the key 'w' twice")]
    [InlineData("""{"w":{"dtype":"F32","dtype":"F32"}}""", 8, "stream: byte 28: tensor 'w' has the key 'dtype' twice")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "stream: byte 33: __metadata__ has the key 'a' twice")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "stream: byte 29: __metadata__ 'a' is a JSON Number where a String belongs")]
    [InlineData("""{"w":[]}""", 0, "stream: byte 13: tensor 'w' is a JSON StartArray where a StartObject belongs")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2]}}""", 8, "stream: byte 13: tensor 'w' lacks data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}""", 8,
        "stream: byte 61: tensor 'w' has an unknown key 'x'")]
    [InlineData(
        """{"w":{"dtype":"F8_E5M2","shape":[2],"data_offsets":[0,2]}}""",
        2,
        "stream: byte 22: tensor 'w': dtype 'F8_E5M2' is not one of F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8,
        "stream: byte 13: tensor 'w': the shape [-2] has a negative size")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8,
        "stream: byte 37: tensor 'w' shape holds something that is not a whole number of 64 bits")]
    [InlineData("""{"w":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", 8,
        "stream: byte 37: tensor 'w' shape holds something that is not a whole number of 64 bits")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""",
        0,
        "stream: byte 13: tensor 'w': the shape [4611686018427387904, 4] has more elements than 64 bits can count")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}""",
        0,
        "stream: byte 13: tensor 'w': the shape [0, 4611686018427387904, 4] has more elements than 64 bits can count")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,8]}}""", 8,
        "stream: byte 13: tensor 'w': F32 [1000000000] takes 4000000000 bytes, but data_offsets span 8")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8,
        "stream: byte 13: tensor 'w': data_offsets [8, 0] are not a start and an end")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8,
        "stream: byte 13: tensor 'w': data_offsets [-8, 0] are not a start and an end")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8,
        "stream: byte 13: tensor 'w': data_offsets [0] are not a start and an end")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}""", 8,
        "stream: byte 60: tensor 'w' data_offsets has more than 2 numbers")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4,
        "stream: tensor 'w': data_offsets [0, 8] reach beyond the 4 bytes of data")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9,
        "stream: end of file: 1 bytes of data belong to no tensor")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12,
        "stream: tensor 'w': data_offsets [4, 12] leave a gap after 0")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"v":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""",
        12,
        "stream: tensor 'v': data_offsets [4, 12] overlap the tensor before, which ends at 8")]
    [InlineData("""{"w":{"dtype":"F32","shape":[[2]],"data_offsets":[0,8]}}""", 8,
        "stream: byte 37: the header is not valid JSON: The maximum configured depth of 3 has been exceeded.")]
    [InlineData("""{"\ud800":{}}""", 0, "stream: byte 9: a string has an unpaired surrogate")]
    [InlineData("""{"w" 1}""", 0, "stream: byte 13: the header is not valid JSON: '1' is invalid after a property name.")]
    [InlineData("""{} {}""", 0, "stream: byte 11: the header is not valid JSON: '{' is invalid after a single JSON value.")]
    internal void Read_BrokenHeader_ThrowsWithPlaceAndCause(string json, int dataLength, string message) =>
        Hostile.ShouldBeRefused(SafetensorsMaker.File(json, dataLength), message);

    [Fact]
    internal void Read_HeaderThatIsNotUtf8_Throws()
    {
        byte[] json = Encoding.UTF8.GetBytes(Sound);
        json[2] = 0xff;
        Hostile.ShouldBeRefused(SafetensorsMaker.File(json, 8), "stream: byte 8: the header is not valid UTF-8");
    }

    [Fact]
    internal void Read_TooManyDimensions_Throws()
    {
        string shape = string.Join(",", Enumerable.Repeat("1", 65));
        string json = """{"w":{"dtype":"F32","shape":[SHAPE],"data_offsets":[0,4]}}""".Replace("SHAPE", shape);
        Hostile.ShouldBeRefused(SafetensorsMaker.File(json, 4), "stream: byte 165: tensor 'w' shape has more than 64 numbers");
    }

    [Fact]
    internal void Read_HeaderAboveTheLimit_ThrowsBeforeItIsRead()
    {
        using var stream = new SparseStream(200_000_000, SafetensorsMaker.File("{ "u8.ToArray(), 0, headerLength: 150_000_000));
        Action reading = () => StateDictFile.Inspect(stream);
        reading.Should().ThrowExactly<InvalidDataException>()
            .WithMessage("stream: byte 0: the header length 150000000 is above the limit of 100000000");
        stream.BytesRead.Should().BeLessThan(100);
    }

    [Fact]
    internal void Read_BoolThatIsNeither_Throws()
    {
        byte[] file = SafetensorsMaker.File("""{"w":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}""", 3);
        file[^1] = 2;
        Hostile.DataShouldBeRefused(file, "stream: tensor 'w': element 2 of a bool tensor is 2, not 0 or 1");
    }
}
