using GoogLeNetSharp.Tests.Weights.Making;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>Small files that describe much: refused within 2 s of processor time and 4 x the file + 64 MB, by every reader.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class WorkBudgetTests
{
    private const string Memory = "stream: description: what the file describes takes more than *";
    private const string Hashed = "stream: description: reading it hashes more than *";

    [Theory]
    [InlineData("one list of pairs made a dict again and again", Memory)]
    [InlineData("one long text hashed again and again", Hashed)]
    [InlineData("very many names of one tensor", Memory)]
    [InlineData("very many empty tensors of TorchSharp", Memory)]
    [InlineData("very many entries of safetensors", Memory)]
    [InlineData("a long folder before every name", "stream: byte *: an entry name of 60009 bytes, the limit is 4096")]
    [InlineData("a compressed storage of zeros",
        "stream: central directory: the compressed entries unpack to * bytes, above the limit of * for a file of *")]
    internal void Read_CostlyFile_IsRefused(string kind, string message) => Refused(CostlyFile.Of(kind).Bytes, message);

    [Fact]
    internal void Read_ElementsFarApart_IsReadInTime()
    {
        byte[] file = CostlyFile.Of("elements far apart").Bytes;
        using var target = new FuzzTarget(nn.Linear(1, 1), ("Read", stream => GoogLeNetSharp.Weights.StateDictFile.Read(stream).Dispose()))
        {
            MostTime = TimeSpan.FromSeconds(2),
            MostBytes = (4L * file.Length) + (64 << 20),
        };

        target.Try(file).Should().BeNull();

        using var stream = new MemoryStream(file);
        GoogLeNetSharp.Weights.StateDictFile.Inspect(stream).Tensors.Should().HaveCount(64);
        target.Accepted.Should().Be(1);
    }

    [Fact]
    internal void Read_LiteralOfMillionsOfCharacters_IsCutInTheMessage() =>
        Refused(SafetensorsMaker.File("{\"w\":t" + new string('\u0007', 20_000_000), 0),
            "stream: byte 13: the header is not valid JSON: 't\\u0007*'*");

    private static void Refused(byte[] file, string message)
    {
        string? said = null;
        using var target = new FuzzTarget(nn.Linear(1, 1), ("Read", stream => Read(stream)))
        {
            MostTime = TimeSpan.FromSeconds(2),
            MostBytes = (4L * file.Length) + (64 << 20),
        };
        target.Try(file).Should().BeNull();
        said.Should().Match(message).And.Subject.Length.Should().BeLessThan(1000);

        void Read(Stream stream)
        {
            try
            {
                GoogLeNetSharp.Weights.StateDictFile.Read(stream).Dispose();
            }
            catch (InvalidDataException e)
            {
                said = e.Message;
                throw;
            }
        }
    }
}
