using System.Buffers.Binary;
using GoogLeNetSharp.Tests.Weights.Making;

namespace GoogLeNetSharp.Tests.Weights.Formats;

/// <summary>Archives that are sound zips and unsound checkpoints, one per error.</summary>
public sealed class ZipCheckpointReaderTests
{
    private static readonly byte[] Pickle = PickleMaker.OneTensor();
    private static readonly byte[] Data = new byte[8];

    [Fact]
    internal void Read_NoPickle_Throws() => Hostile.ShouldBeRefused(
        new ZipMaker().Add("a/other.txt", Data).End(),
        "stream: central directory: a PyTorch checkpoint has one data.pkl, this zip archive has 0");

    [Fact]
    internal void Read_TwoPickles_Throws() => Hostile.ShouldBeRefused(
        ZipMaker.Start(Pickle).Add("b/data.pkl", Pickle).End(),
        "stream: central directory: a PyTorch checkpoint has one data.pkl, this zip archive has 2");

    [Fact]
    internal void Read_TorchScriptArchive_Throws() => Hostile.ShouldBeRefused(
        ZipMaker.Start(Pickle).Add("a/constants.pkl", Pickle).End(),
        "stream: central directory: this is a TorchScript archive, which holds a program; save the model's state_dict() instead");

    [Fact]
    internal void Read_NoVersion_Throws() => Hostile.ShouldBeRefused(
        new ZipMaker().Add("a/data.pkl", Pickle).Add("a/data/0", Data).End(),
        "stream: central directory: the entry 'a/version' is missing");

    [Theory]
    [InlineData("11\n", "'11'")]
    [InlineData("x\n", "'x'")]
    internal void Read_UnknownVersion_Throws(string version, string quoted) => Hostile.ShouldBeRefused(
        new ZipMaker().Add("a/data.pkl", Pickle).Add("a/version", System.Text.Encoding.ASCII.GetBytes(version)).Add("a/data/0", Data).End(),
        $"stream: entry 'a/version': the format version is {quoted}; 1 to 10 are read");

    [Fact]
    internal void Read_FurtherEntriesOfPyTorch2_AreLetBe()
    {
        using var stream = new MemoryStream(ZipMaker.Start(Pickle).Add("a/.format_version", "1"u8.ToArray())
            .Add("a/.storage_alignment", "64"u8.ToArray())
            .Add("a/byteorder", "little"u8.ToArray()).Add("a/data/0", Data).Add("a/.data/serialization_id", "1234"u8.ToArray()).End());
        GoogLeNetSharp.Weights.StateDictFile.Inspect(stream).Tensors.Single().Name.Should().Be("w");
    }

    [Fact]
    internal void Read_BigEndian_Throws() => Hostile.ShouldBeRefused(
        ZipMaker.Start(Pickle).Add("a/byteorder", "big"u8.ToArray()).Add("a/data/0", Data).End(),
        "stream: entry 'a/byteorder': the byte order is 'big'; 'little' is read");

    [Fact]
    internal void Read_MissingStorage_Throws() => Hostile.ShouldBeRefused(
        ZipMaker.Checkpoint(Pickle), "stream: central directory: the pickle refers to the storage 'a/data/0', which is missing");

    [Fact]
    internal void Read_StorageKeyThatClimbsOut_IsAMissingEntry() => Hostile.ShouldBeRefused(
        ZipMaker.Checkpoint(PickleMaker.OneTensor(key: "../../etc/passwd"), ("0", Data)),
        "stream: central directory: the pickle refers to the storage 'a/data/../../etc/passwd', which is missing");

    [Theory]
    [InlineData(3, "12")]
    [InlineData(1, "4")]
    [InlineData(1L << 40, "4398046511104")]
    internal void Read_StorageOfAnotherSize_Throws(long count, string bytes) => Hostile.ShouldBeRefused(
        ZipMaker.Checkpoint(PickleMaker.OneTensor(count: count, shape: [1]), ("0", Data)),
        $"stream: entry 'a/data/0': the storage has 8 bytes, but {count} elements of Float32 take {bytes}");

    [Theory]
    [InlineData(0, new long[] { 3 }, new long[] { 1 }, "shape [3], strides [1], offset 0 reach beyond the 2 elements of the storage")]
    [InlineData(1, new long[] { 2 }, new long[] { 1 }, "shape [2], strides [1], offset 1 reach beyond the 2 elements of the storage")]
    [InlineData(-1, new long[] { 2 }, new long[] { 1 }, "shape [2], strides [1], offset -1 reach beyond the 2 elements of the storage")]
    [InlineData(3, new long[] { 0 }, new long[] { 1 }, "shape [0], strides [1], offset 3 reach beyond the 2 elements of the storage")]
    [InlineData(0, new long[] { 2 }, new long[] { long.MaxValue },
        "shape [2], strides [9223372036854775807], offset 0 reach beyond the 2 elements of the storage")]
    [InlineData(0, new long[] { 2 }, new long[] { -1 }, "the strides [-1] have a negative one")]
    [InlineData(0, new long[] { 2 }, new long[] { 1, 1 }, "2 strides for 1 dimensions")]
    [InlineData(0, new long[] { -2 }, new long[] { 1 }, "the shape [-2] has a negative size")]
    [InlineData(0, new long[] { long.MaxValue, 2 }, new long[] { 0, 0 },
        "the shape [9223372036854775807, 2] has more elements than 64 bits can count")]
    internal void Read_ViewOutsideItsStorage_Throws(long offset, long[] shape, long[] strides, string cause) => Hostile.ShouldBeRefused(
        ZipMaker.Checkpoint(PickleMaker.OneTensor(offset: offset, shape: shape, strides: strides), ("0", Data)),
        "stream: tensor 'w': " + cause);

    [Fact]
    internal void Read_DamagedData_ThrowsByItsChecksum()
    {
        byte[] zip = ZipMaker.Checkpoint(Pickle, ("0", [1, 2, 3, 4, 5, 6, 7, 8]));
        zip[zip.AsSpan().IndexOf((ReadOnlySpan<byte>)[1, 2, 3, 4, 5, 6, 7, 8])] = 9;
        Hostile.DataShouldBeRefused(zip,
            "stream: entry 'a/data/0': the checksum is ec2f9370, but the file says 3fca88c5: the data is damaged");
    }

    [Fact]
    internal void Read_DamagedPickle_ThrowsByItsChecksum()
    {
        byte[] zip = ZipMaker.Checkpoint(Pickle, ("0", Data));
        byte[] damaged = [.. Pickle];
        damaged[20] ^= 1;
        zip[30 + "a/data.pkl".Length + 20] ^= 1;
        Hostile.ShouldBeRefused(
            zip, $"stream: entry 'a/data.pkl': the checksum is {ZipMaker.Checksum(damaged):x8}, but the file says "
                + $"{ZipMaker.Checksum(Pickle):x8}: the data is damaged");
    }

    [Theory]
    [InlineData(7, "the compressed data holds more than the 8 bytes stated in the file")]
    [InlineData(9, "the compressed data ends before the 8 bytes stated in the file")]
    internal void Read_CompressedEntryOfAnotherLength_Throws(int truth, string cause)
    {
        byte[] data = new byte[truth == 7 ? 9 : 7];
        byte[] zip = ZipMaker.Start(Pickle)
            .Add("a/data/0", data, deflate: true, local: head => head[22] = 8, central: entry => entry[24] = 8).End();
        Hostile.DataShouldBeRefused(zip, "stream: entry 'a/data/0': " + cause);
    }

    [Fact]
    internal void Read_DamagedCompression_Throws()
    {
        byte[] zip = ZipMaker.Start(Pickle).Add("a/data/0", Data, deflate: true).End();
        zip[zip.AsSpan().IndexOf("a/data/0"u8) + 8] = 0xff;
        Hostile.DataShouldBeRefused(
            zip, "stream: entry 'a/data/0': the compressed data is damaged: The archive entry was compressed using an unsupported "
                + "compression method.");
    }

    [Fact]
    internal void Read_CompressedBomb_ThrowsBeforeItIsUnpacked()
    {
        const int Size = 80 << 20;
        byte[] zip = ZipMaker.Start(PickleMaker.OneTensor(count: Size / 4, shape: [Size / 4]))
            .Add("a/data/0", new byte[Size], deflate: true).End();
        Hostile.ShouldBeRefused(
            zip, $"stream: central directory: the compressed entries unpack to {Size} bytes, above the limit of "
                + $"{(64 << 20) + (4 * zip.Length)} for a file of {zip.Length}");
    }

    [Fact]
    internal void Read_BytesBehindThePickle_Throws() => Hostile.ShouldBeRefused(
        ZipMaker.Checkpoint([.. Pickle, 1, 2], ("0", Data)), $"stream: a/data.pkl: byte {Pickle.Length}: 2 bytes follow the pickle");

    [Fact]
    internal void Read_PickleAboveTheLimit_ThrowsBeforeItIsRead()
    {
        byte[] zip = ZipMaker.Start(Pickle).Add("a/data/0", Data).End();
        byte[] huge = new ZipMaker().Add("a/version", "3\n"u8.ToArray()).Add("a/data.pkl", new byte[(64 << 20) + 1]).End();
        zip.Length.Should().BeLessThan(huge.Length);
        Hostile.ShouldBeRefused(huge, "stream: entry 'a/data.pkl': 67108865 bytes, the limit is 67108864");
    }

    [Fact]
    internal void Read_Zip64Archive_IsRead()
    {
        using var stream = new MemoryStream(Zip64(endLength: 44));
        using GoogLeNetSharp.Weights.StateDict state = GoogLeNetSharp.Weights.StateDictFile.Read(stream);
        state["w"].data<float>().ToArray().Should().Equal(1f, 2f);
    }

    [Theory]
    [InlineData(43)]
    [InlineData(-1)]
    internal void Read_Zip64EndOfAnotherLength_Throws(long endLength)
    {
        byte[] zip = Zip64(endLength);
        Hostile.ShouldBeRefused(zip,
            $"stream: byte {zip.Length - 22 - 20 - 56}: the zip64 end record does not end where its locator begins");
    }

    [Theory]
    [InlineData(10, 3)]
    [InlineData(12, 200)]
    [InlineData(16, 200)]
    internal void Read_EndRecordsThatDisagree_Throws(int field, int value)
    {
        byte[] zip = Zip64(endLength: 44);
        int end = zip.Length - 22;
        if (field == 10) zip[end + 8] = (byte)(value + 1);
        zip[end + field] = (byte)(value + 1);
        zip.AsSpan(end + field + 1, field == 10 ? 1 : 3).Clear();
        if (field == 10) zip[end + 9] = 0;
        Hostile.ShouldBeRefused(zip, $"stream: byte {end}: the end record contradicts the zip64 end record at byte {end - 20 - 56}");
    }

    // The sizes and the place of the storage are given in a zip64 field, as for archives above 4 GB.
    private static byte[] Zip64(long endLength)
    {
        byte[] plain = ZipMaker.Checkpoint(Pickle, ("0", [0, 0, 128, 63, 0, 0, 0, 64]));
        int directory = BinaryPrimitives.ReadInt32LittleEndian(plain.AsSpan(plain.Length - 6));
        int entry = directory + plain.AsSpan(directory).IndexOf("a/data/0"u8) - 46;
        byte[] head = plain[entry..(entry + 54)];
        byte[] extra = new byte[28];
        extra[0] = 1;
        extra[2] = 24;
        BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(4), 8);
        BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(12), 8);
        BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(20), BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(42)));
        head.AsSpan(20, 8).Fill(0xff);
        head.AsSpan(42, 4).Fill(0xff);
        head[30] = 28;
        byte[] end64 = new byte[56];
        BinaryPrimitives.WriteUInt32LittleEndian(end64, 0x06064b50);
        BinaryPrimitives.WriteInt64LittleEndian(end64.AsSpan(4), endLength);
        BinaryPrimitives.WriteInt64LittleEndian(end64.AsSpan(32), 3);
        BinaryPrimitives.WriteInt64LittleEndian(end64.AsSpan(40), entry + 54 + 28 - directory);
        BinaryPrimitives.WriteInt64LittleEndian(end64.AsSpan(48), directory);
        byte[] locator = new byte[20];
        BinaryPrimitives.WriteUInt32LittleEndian(locator, 0x07064b50);
        BinaryPrimitives.WriteInt64LittleEndian(locator.AsSpan(8), entry + 54 + 28);
        byte[] end = plain[^22..];
        end.AsSpan(8, 12).Fill(0xff);

        return [.. plain[..entry], .. head, .. extra, .. end64, .. locator, .. end];
    }
}
