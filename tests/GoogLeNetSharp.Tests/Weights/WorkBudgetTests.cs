using GoogLeNetSharp.Tests.Weights.Making;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>Small files that describe much: refused within 2 s of processor time and 4 x the file + 64 MB, by every reader.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class WorkBudgetTests
{
    private const string Memory = "stream: description: what the file describes takes more than *";
    private const string Hashed = "stream: description: reading it hashes more than *";

    [Fact]
    internal void Read_OneListOfPairsMadeADictAgainAndAgain_IsRefused()
    {
        PickleMaker pickle = PickleMaker.Begin().Global("collections", "OrderedDict").Op('q').Raw(0).Op(']').Op('(');
        for (int i = 0; i < 20_000; i++) pickle.Number(i).Op('N').Raw(0x86);
        pickle.Op('e').Raw(0x85).Op('q').Raw(1);
        for (int i = 0; i < 10_000; i++) pickle.Op('h').Raw(0).Op('h').Raw(1).Op('R');
        Refused(ZipMaker.Checkpoint(pickle.End()), Memory);
    }

    [Fact]
    internal void Read_OneLongTextHashedAgainAndAgain_IsRefused()
    {
        PickleMaker pickle = PickleMaker.Begin().Text(new string('x', 1_000_000)).Op('q').Raw(0);
        for (int i = 0; i < 100_000; i++) pickle.Op('}').Op('h').Raw(0).Op('N').Op('s');
        Refused(Deflated(pickle.End()), Hashed);
    }

    [Fact]
    internal void Read_VeryManyNamesOfOneTensor_IsRefused()
    {
        long[] ones = [.. Enumerable.Repeat(1L, 64)];
        PickleMaker names = PickleMaker.Begin().Op('}').Op('(').Text("first").Tensor("0", "FloatStorage", 1, 0, ones, ones).Op('q').Raw(0);
        for (int i = 0; i < 200_000; i++) names.Text($"{i}").Op('h').Raw(0);
        Refused(ZipMaker.Checkpoint(names.Op('u').End(), ("0", new byte[4])), Memory);
    }

    [Fact]
    internal void Read_VeryManyEmptyTensorsOfTorchSharp_IsRefused()
    {
        using var file = new MemoryStream();
        file.Write([0xc0, 0x84, 0x3d]);     // 1,000,000
        for (int i = 0; i < 1_000_000; i++)
        {
            file.Write([7, .. System.Text.Encoding.ASCII.GetBytes($"{i:D7}"), (byte)ScalarType.Byte, 64]);
            file.Write(new byte[64]);
        }

        Refused(file.ToArray(), Memory);
    }

    [Fact]
    internal void Read_VeryManyEntriesOfSafetensors_IsRefused()
    {
        var json = new System.Text.StringBuilder("{");
        for (int i = 0; i < 1_000_000; i++) json.Append(i == 0 ? "" : ",").Append($"\"{i}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}");
        Refused(SafetensorsMaker.File(json.Append('}').ToString(), 0), Memory);
    }

    [Fact]
    internal void Read_LiteralOfMillionsOfCharacters_IsCutInTheMessage() =>
        Refused(SafetensorsMaker.File("{\"w\":t" + new string('\u0007', 20_000_000), 0), "stream: byte 13: the header is not valid JSON: 't\\u0007*'*");

    private static byte[] Deflated(byte[] pickle) => new ZipMaker().Add("a/data.pkl", pickle, deflate: true).Add("a/version", "3\n"u8.ToArray()).End();

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
