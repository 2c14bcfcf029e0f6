using System.Text;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Tests.Training;

namespace GoogLeNetSharp.Tests.Imaging;

/// <summary>Files of class names.</summary>
public sealed class LabelsTests
{
    private const string WayOut =
        "; expected UTF-8, or UTF-16 with a byte order mark. Save the file as UTF-8, or name its encoding: new "
            + "Labels(File.ReadLines(path, encoding)).";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    internal void FromFile_AnyLineEndAndEncoding_TheSameNames(string end)
    {
        var text = $"고양이{end}dog{end}Dachshund ä 🐕{end}{end}";
        Encoding[] encodings = [new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true),
            new UnicodeEncoding(true, true)];
        foreach (var encoding in encodings)
            Read([.. encoding.Preamble, .. encoding.GetBytes(text)]).Should().Equal("고양이", "dog", "Dachshund ä 🐕");
    }

    // "고양이" in cp949, "für" in cp1252, a lone surrogate, half a character, UTF-16 and UTF-32 without and with a mark.
    [Theory]
    [InlineData("63 61 74 0A B0 ED BE E7 C0 CC 0A", "line 2: the bytes B0 are no UTF-8")]
    [InlineData("61 0D 62 0D 66 FC 72 0D", "line 3: the bytes FC are no UTF-8")]
    [InlineData("61 0D 0A 62 0D 0A 66 FC 72 0D 0A", "line 3: the bytes FC are no UTF-8")]
    [InlineData("EF BB BF 61 0A FF", "line 2: the bytes FF are no UTF-8")]
    [InlineData("FF FE 61 00 0A 00 00 D8 62 00", "line 2: the bytes 00 D8 are no UTF-16")]
    [InlineData("FE FF 00 61 00", "line 1: the bytes 00 are no UTF-16BE")]
    [InlineData("61 00 0A 00 62 00", "line 1: it holds a character of code 0, as UTF-16 or UTF-32 read as another encoding does")]
    [InlineData("FF FE 00 00 61 00 00 00", "line 1: it holds a character of code 0, as UTF-16 or UTF-32 read as another encoding does")]
    internal void FromFile_OtherEncoding_NamesTheLineAndTheWayOut(string hex, string cause)
    {
        var read = () => Read(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        read.Should().Throw<InvalidDataException>().Which.Message.Should().EndWith($"labels.txt: {cause}{WayOut}");
    }

    private static Labels Read(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "labels.txt");
        File.WriteAllBytes(path, bytes);
        return Labels.FromFile(path);
    }
}
