using System.Buffers.Binary;
using GoogLeNetSharp.Tests.Weights.Making;
using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Tests.Weights.Formats;

/// <summary>One broken zip archive per error.</summary>
public sealed class ZipDirectoryTests
{
    private static readonly byte[] Pickle = PickleMaker.OneTensor();
    private static readonly byte[] Data = new byte[8];

    [Fact]
    internal void Read_SoundArchive_IsAccepted()
    {
        using var stream = new MemoryStream(ZipMaker.Checkpoint(Pickle, ("0", Data)));
        StateDictFile.Inspect(stream).Tensors.Single().Name.Should().Be("w");
    }

    [Theory]
    [InlineData("../0")]
    [InlineData("a/../0")]
    [InlineData("/etc/passwd")]
    [InlineData("a//0")]
    [InlineData("a/./0")]
    [InlineData("C:/0")]
    [InlineData("a\\0")]
    [InlineData("")]
    internal void Read_EntryNameThatIsNoPlainPath_Throws(string name)
    {
        int at = IndexOf(Archive().End(), "a/data/0") + name.Length + Data.Length + 46 + "a/data.pkl".Length + 46 + "a/version".Length;
        Hostile.ShouldBeRefused(ZipMaker.Start(Pickle).Add(name, Data).End(),
            $"stream: byte {at}: the entry name '{name}' is not a plain relative path");
    }

    [Fact]
    internal void Read_SameNameTwice_Throws() => Hostile.ShouldBeRefused(
        ZipMaker.Checkpoint(Pickle, ("0", Data), ("0", Data)), $"stream: byte {CentralStart + 46 + 54}: the entry 'a/data/0' comes twice");

    [Fact]
    internal void Read_OverlappingEntries_Throws()
    {
        byte[] zip = ZipMaker.Start(Pickle)
            .Add("a/data/0", Data, local: head => head[28] = 0)
            .Add("a/data/1", Data, central: entry => BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(20), 8))
            .End();
        int second = IndexOf(zip, "a/data/1") - 30;

        // The first entry's local header says that 20 more bytes come before its data, which so reaches into the second.
        zip[IndexOf(zip, "a/data/0") - 2] = 20;
        Hostile.ShouldBeRefused(zip, $"stream: byte {second}: the entry 'a/data/1' overlaps the one before, which ends at {second + 20}");
    }

    [Fact]
    internal void Read_BytesBetweenEntries_Throws() => Hostile.ShouldBeRefused(
        ZipMaker.Start(Pickle).Raw(1, 2, 3).Add("a/data/0", Data).End(),
        $"stream: byte {LocalStart}: 3 bytes before the entry 'a/data/0' belong to no entry");

    [Fact]
    internal void Read_BytesBeforeTheFirstEntry_Throws() => Hostile.ShouldBeRefused(
        new ZipMaker().Raw("PK\u0003\u0004"u8.ToArray()).Add("a/data.pkl", Pickle).End(),
        "stream: byte 0: 4 bytes before the entry 'a/data.pkl' belong to no entry");

    [Fact]
    internal void Read_BytesBeforeTheDirectory_Throws() => Hostile.ShouldBeRefused(
        Archive().Raw(1).End(), $"stream: byte {DirectoryStart}: 1 bytes before the central directory belong to no entry");

    [Fact]
    internal void Read_BytesBehindTheDirectory_Throws()
    {
        byte[] zip = Archive().End();
        int end = zip.Length - 22;
        Hostile.ShouldBeRefused(
            [.. zip[..end], 0, .. zip[end..]],
            $"stream: byte {end + 1}: the central directory (byte {DirectoryStart}, {end - DirectoryStart} bytes) does not end where its "
            + $"end record begins");
    }

    [Fact]
    internal void Read_BytesBehindTheEnd_Throws()
    {
        byte[] zip = [.. Archive().End(), 0];
        Hostile.ShouldBeRefused(zip, $"stream: byte {zip.Length}: the zip archive is cut short: its end record is missing");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    internal void Read_SizesBehindTheData_AreNoGap(bool signed, bool isZip64)
    {
        byte[] descriptor = Descriptor(signed, isZip64);
        using var stream = new MemoryStream(WithSizesBehind(descriptor));
        StateDictFile.Inspect(stream).Tensors.Single().Name.Should().Be("w");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(12)]
    internal void Read_OtherSizesBehindTheData_AreAGap(int at)
    {
        byte[] descriptor = Descriptor(signed: true, isZip64: false);
        descriptor[at] ^= 1;
        Hostile.ShouldBeRefused(WithSizesBehind(descriptor),
            $"stream: byte {DirectoryStart}: 16 bytes before the entry 'a/data/1' belong to no entry");
    }

    [Fact]
    internal void Read_SizesBehindTheDataUnannounced_AreAGap() => Hostile.ShouldBeRefused(
        Archive().Raw(Descriptor(signed: true, isZip64: false)).End(),
        $"stream: byte {DirectoryStart}: 16 bytes before the central directory belong to no entry");

    [Theory]
    [InlineData(20, 9, "states false sizes: 9 bytes in the file for 8")]
    [InlineData(24, 9, "states false sizes: 8 bytes in the file for 9")]
    internal void Read_StoredEntryWithTwoSizes_Throws(int field, int value, string cause) => Hostile.ShouldBeRefused(
        Entry(central: entry => BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(field), value)),
        $"stream: byte {CentralStart}: the entry 'a/data/0' {cause}");

    [Fact]
    internal void Read_RatioThatDeflateCannotReach_Throws() => Hostile.ShouldBeRefused(
        ZipMaker.Start(Pickle).Add("a/data/0", Data, deflate: true,
            central: entry => BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(24), 1_000_000_000)).End(),
        $"stream: byte {CentralStart - 3}: the entry 'a/data/0' states false sizes: 5 bytes in the file for 1000000000");

    [Fact]
    internal void Read_LocalHeaderWithOtherSizes_Throws() => Hostile.ShouldBeRefused(
        Entry(local: head => head[22] = 9), $"stream: byte {LocalStart}: the entry 'a/data/0' has other sizes in its local header");

    [Fact]
    internal void Read_LocalHeaderWithOtherName_Throws() => Hostile.ShouldBeRefused(
        Entry(local: head => head[^1] = (byte)'9'),
        $"stream: byte {LocalStart}: the entry 'a/data/0' has another name or method in its local header");

    [Fact]
    internal void Read_NoLocalHeader_Throws() => Hostile.ShouldBeRefused(
        Entry(local: head => head[0] = 0), $"stream: byte {LocalStart}: the entry 'a/data/0' has no local header");

    [Fact]
    internal void Read_EntryBehindTheDirectory_Throws() => Hostile.ShouldBeRefused(
        Entry(central: entry => BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(42), 600)),
        $"stream: byte 600: the entry 'a/data/0' does not begin before the central directory at byte {DirectoryStart}");

    [Fact]
    internal void Read_DataThatReachesIntoTheDirectory_Throws() => Hostile.ShouldBeRefused(
        Entry(local: head => head[28] = 1),
        $"stream: byte {LocalStart}: the entry 'a/data/0' (8 bytes) reaches beyond the central directory at byte {DirectoryStart}");

    [Fact]
    internal void Read_EncryptedEntry_Throws() => Hostile.ShouldBeRefused(
        Entry(central: entry => entry[8] = 1), $"stream: byte {CentralStart}: the entry 'a/data/0' is encrypted");

    [Fact]
    internal void Read_UnknownCompression_Throws() => Hostile.ShouldBeRefused(
        Entry(central: entry => entry[10] = 14),
        $"stream: byte {CentralStart}: the entry 'a/data/0' has compression method 14; 0 (stored) and 8 (deflate) are read");

    [Fact]
    internal void Read_Zip64SizesWithoutTheirField_Throws() => Hostile.ShouldBeRefused(
        Entry(central: entry => entry.AsSpan(24, 4).Fill(0xff)), $"stream: byte {CentralStart}: an entry's zip64 sizes are missing");

    [Theory]
    [InlineData(12, 500, "the central directory (byte {0}, 500 bytes) does not end where its end record begins")]
    [InlineData(12, 100, "the central directory (byte {0}, 100 bytes) does not end where its end record begins")]
    [InlineData(16, 9999, "the central directory (byte 9999, {1} bytes) does not end where its end record begins")]
    [InlineData(4, 1, "the zip archive spans several files")]
    internal void Read_FalseEndRecord_Throws(int field, int value, string cause)
    {
        byte[] zip = Archive().End(end => BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(field), value));
        Hostile.ShouldBeRefused(
            zip, $"stream: byte {zip.Length - 22}: "
                + string.Format(System.Globalization.CultureInfo.InvariantCulture, cause, DirectoryStart,
                    zip.Length - 22 - DirectoryStart));
    }

    [Fact]
    internal void Read_FalseCount_Throws()
    {
        byte[] zip = Archive().End(end => end[8] = end[10] = 2);
        Hostile.ShouldBeRefused(zip, $"stream: byte {CentralStart}: 54 bytes of the central directory belong to no entry");
    }

    [Fact]
    internal void Read_Zip64WithoutLocator_Throws()
    {
        byte[] zip = Archive().End(end => end.AsSpan(16, 4).Fill(0xff));
        Hostile.ShouldBeRefused(zip, $"stream: byte {zip.Length - 22}: the zip64 locator is missing");
    }

    [Fact]
    internal void Read_EndRecordCutOff_Throws()
    {
        byte[] zip = Archive().End()[..^1];
        Hostile.ShouldBeRefused(zip, $"stream: byte {zip.Length}: the zip archive is cut short: its end record is missing");
    }

    private static int LocalStart => IndexOf(Archive().End(), "a/data/0") - 30;

    private static int DirectoryStart => LocalStart + 30 + 8 + Data.Length;

    private static int CentralStart => IndexOf(Archive().End()[DirectoryStart..], "a/data/0") - 46 + DirectoryStart;

    private static ZipMaker Archive() => ZipMaker.Start(Pickle).Add("a/data/0", Data);

    private static byte[] Entry(Action<byte[]>? local = null, Action<byte[]>? central = null) =>
        ZipMaker.Start(Pickle).Add("a/data/0", Data, local: local, central: central).End();

    private static byte[] WithSizesBehind(byte[] descriptor) =>
        ZipMaker.Start(Pickle).Add("a/data/0", Data, local: head =>
        {
            head[6] = 8;
            head.AsSpan(14, 12).Clear();
        }).Raw(descriptor).Add("a/data/1", Data).End();

    private static byte[] Descriptor(bool signed, bool isZip64)
    {
        byte[] sizes = isZip64
            ? [.. BitConverter.GetBytes((long)Data.Length), .. BitConverter.GetBytes((long)Data.Length)]
            : [.. BitConverter.GetBytes(Data.Length), .. BitConverter.GetBytes(Data.Length)];
        return [.. signed ? "PK\u0007\u0008"u8 : [], .. BitConverter.GetBytes(ZipMaker.Checksum(Data)), .. sizes];
    }

    private static int IndexOf(byte[] bytes, string text) => bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text));
}
