namespace GoogLeNetSharp.Tests.Weights.Formats;

/// <summary>One broken TorchSharp file per error; also what everything unknown is taken for.</summary>
public sealed class TorchSharpReaderTests
{
    private const string Reading =
        " (read as a TorchSharp .dat file, since it begins neither as safetensors nor as a PyTorch checkpoint or an ONNX file)";

    [Fact]
    internal void Read_EmptyFile_Throws() => Refused([], "byte 0: 1 bytes are needed, but 0 are left");

    [Fact]
    internal void Read_DataCutOff_Throws() => Refused(Entry(6, 1, 2, 0, 0, 0, 0, 0, 0, 0), "byte 6: 8 bytes are needed, but 7 are left");

    [Fact]
    internal void Read_BytesBehindTheEntries_Throws() =>
        Refused(Entry(6, 0, 0, 0, 0, 0, 9), "byte 9: 1 bytes follow the last of 1 entries");

    [Fact]
    internal void Read_UnknownType_Throws() => Refused(Entry(8, 0), "byte 3: entry 'w' has the unknown type 8");

    [Fact]
    internal void Read_TypeOutOfRange_Throws() => Refused(Entry(0x86, 2, 0), "byte 3: entry 'w' has the unknown type 262");

    [Fact]
    internal void Read_TooManyDimensions_Throws() => Refused(Entry(6, 65), "byte 4: entry 'w' has 65 dimensions, at most 64 are allowed");

    [Fact]
    internal void Read_ShapeThatOverflows_Throws() => Refused(
        Entry(6, 2, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40, 4),
        "byte 4: entry 'w': the shape [4611686018427387904, 4] has more elements than 64 bits can count");

    [Fact]
    internal void Read_HugeShape_ThrowsBeforeAllocating() => Refused(
        Entry(6, 1, 0x80, 0x80, 0x80, 0x80, 0x40), "byte 10: 68719476736 bytes are needed, but 0 are left");

    [Fact]
    internal void Read_NumberAbove63Bits_Throws() => Refused(
        Entry(6, 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1), "byte 5: a number has more than 63 bits");

    [Fact]
    internal void Read_LongName_Throws() => Refused([1, 0x80, 0x40], "byte 1: a name of 8192 bytes, the limit is 4096");

    [Fact]
    internal void Read_NameThatIsNotUtf8_Throws() => Refused([1, 1, 0xff, 6, 0], "byte 2: a text of 1 bytes is not valid UTF-8");

    [Fact]
    internal void Read_TooManyEntries_Throws() =>
        Refused([0xff, 0xff, 0xff, 0x7f], "byte 0: 268435455 entries are announced, the limit is 1000000");

    [Fact]
    internal void Read_SameNameTwice_Throws() => Refused(
        [2, 1, (byte)'w', 0, 0, 5, 1, (byte)'w', 0, 0, 5], "byte 10: the entry 'w' comes twice");

    [Fact]
    internal void Read_WebPage_ThrowsAndSaysWhatItWasReadAs() => Refused(
        "<!DOCTYPE html><html>"u8.ToArray(), "byte 2: 33 bytes are needed, but 19 are left");

    [Fact]
    internal void Read_GitLfsPointer_SaysSo() => Hostile.ShouldBeRefused(
        "version https://git-lfs.github.com/spec/v1\n"u8.ToArray(),
        "stream: byte 0: this is a Git LFS pointer, not the file it stands for: fetch it with 'git lfs pull'");

    private static byte[] Entry(params byte[] afterName) => [1, 1, (byte)'w', .. afterName];

    private static void Refused(byte[] file, string message) => Hostile.ShouldBeRefused(file, "stream: " + message + Reading);
}
