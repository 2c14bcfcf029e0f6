using GoogLeNetSharp.Tests.Weights.Making;
using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Tests.Weights.Formats;

/// <summary>One broken legacy checkpoint per error.</summary>
public sealed class LegacyCheckpointReaderTests
{
    private static readonly byte[] Pickle = PickleMaker.OneTensor();
    private static readonly byte[] Data = LegacyMaker.Storage(2, 8);

    [Fact]
    internal void Read_SoundFile_IsAccepted()
    {
        using var stream = new MemoryStream(LegacyMaker.File(Pickle, ["0"], Data));
        StateDictFile.Inspect(stream).Format.Should().Be(StateDictFormat.PyTorchLegacy);
    }

    [Fact]
    internal void Read_OtherSignature_Throws() => Hostile.ShouldBeRefused(
        LegacyMaker.File(Pickle, ["0"], Data, signature: PickleMaker.Begin().Number(1).End()),
        "stream: byte 0: a pickle, but not one of torch.save: its signature is missing");

    [Fact]
    internal void Read_OtherVersion_Throws() => Hostile.ShouldBeRefused(
        LegacyMaker.File(Pickle, ["0"], Data, version: 1000), "stream: byte 28: the protocol version is not 1001");

    [Fact]
    internal void Read_BigEndian_Throws() => Hostile.ShouldBeRefused(
        LegacyMaker.File(Pickle, ["0"], Data, littleEndian: 0x89), "stream: byte 52: the file was not written by a little-endian machine");

    [Fact]
    internal void Read_CallOfOsSystem_IsRefusedByName() => Hostile.ShouldBeRefused(
        LegacyMaker.File(PickleMaker.Begin().Global("os", "system").Op('(').Text("echo").Op('t').Op('R').End(), [], []),
        "stream: byte 54: the pickle asks for 'os.system', which a state dict does not need; nothing was run");

    [Fact]
    internal void Read_KeyListMissing_Throws()
    {
        byte[] file = LegacyMaker.File(Pickle, [], []);
        byte[] broken = [.. file[..^6], .. PickleMaker.Begin().Op('}').End()];
        Hostile.ShouldBeRefused(broken, $"stream: byte {broken.Length}: the list of storage keys is missing");
    }

    [Fact]
    internal void Read_StorageNotListed_Throws() => Hostile.ShouldBeRefused(
        LegacyMaker.File(Pickle, [], []),
        $"stream: byte {52 + Pickle.Length + 6}: the pickle refers to the storage '0', which the list of storage keys lacks");

    [Fact]
    internal void Read_UnknownKeyListed_Throws() => Hostile.ShouldBeRefused(
        LegacyMaker.File(Pickle, ["7"], Data),
        $"stream: byte {52 + Pickle.Length + 12}: the list of storage keys holds '7', which is unknown or there twice");

    [Fact]
    internal void Read_KeyListedTwice_Throws() => Hostile.ShouldBeRefused(
        LegacyMaker.File(Pickle, ["0", "0"], Data),
        $"stream: byte {52 + Pickle.Length + 18 + 16}: the list of storage keys holds '0', which is unknown or there twice");

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    internal void Read_OtherCount_Throws(long count) => Hostile.ShouldBeRefused(
        LegacyMaker.File(Pickle, ["0"], LegacyMaker.Storage(count, 8)),
        $"stream: byte {52 + Pickle.Length + 12}: storage '0' has {count} elements, but the pickle says 2");

    [Fact]
    internal void Read_HugeStorage_ThrowsBeforeAllocating() => Hostile.ShouldBeRefused(
        LegacyMaker.File(PickleMaker.OneTensor(count: 1L << 40, shape: [1L << 40]), ["0"], LegacyMaker.Storage(1L << 40, 8)),
        $"stream: byte {52 + Pickle.Length + 20}: 4398046511104 bytes are needed, but 8 are left");

    [Fact]
    internal void Read_DataCutOff_Throws() => Hostile.ShouldBeRefused(
        LegacyMaker.File(Pickle, ["0"], Data[..^1]), $"stream: byte {52 + Pickle.Length + 20}: 8 bytes are needed, but 7 are left");

    [Fact]
    internal void Read_BytesBehindTheStorages_Throws() => Hostile.ShouldBeRefused(
        LegacyMaker.File(Pickle, ["0"], [.. Data, 0]), $"stream: byte {52 + Pickle.Length + 28}: 1 bytes follow the last storage");

    [Fact]
    internal void Read_ViewOutsideItsStorage_Throws()
    {
        byte[] pickle = PickleMaker.Begin().Op('(').Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Number(2)
            .Op('(').Text("1").Number(1).Number(2).Op('t').Op('t').Op('Q').End();
        Hostile.ShouldBeRefused(
            LegacyMaker.File(pickle, ["0"], Data),
            $"stream: byte {52 + pickle.Length - 2}: the view of the storage '0' does not lie inside its 2 elements");
    }

    [Fact]
    internal void Read_ViewOfAStorage_IsRead()
    {
        byte[] pickle = PickleMaker.Begin().Op('}').Text("w").Global("torch._utils", "_rebuild_tensor")
            .Op('(').Op('(').Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Number(2)
            .Op('(').Text("1").Number(1).Number(1).Op('t').Op('t').Op('Q').Number(0).Numbers([1]).Numbers([1]).Op('t').Op('R')
            .Op('s').End();
        using var stream = new MemoryStream(
            LegacyMaker.File(pickle, ["0"], [.. BitConverter.GetBytes(2L), .. BitConverter.GetBytes(3f), .. BitConverter.GetBytes(4f)]));
        using StateDict state = StateDictFile.Read(stream);
        state["w"].data<float>().ToArray().Should().Equal(4f);
    }
}
